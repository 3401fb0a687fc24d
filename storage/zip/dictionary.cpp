#include "storage/zip/dictionary.hpp"

#include <zdict.h>

namespace wayside::zip {

namespace {

constexpr int smallest = 19;

}  // namespace

Result<Bytes> train_dictionary(const std::vector<Bytes>& samples, std::size_t most,
                               std::uint32_t id) {
    Bytes all;
    std::vector<std::size_t> sizes;
    for (const Bytes& sample : samples) {
        all.insert(all.end(), sample.begin(), sample.end());
        sizes.push_back(sample.size());
    }
    Bytes out(most);
    const std::size_t content = ZDICT_trainFromBuffer(
        out.data(), out.size(), all.data(), sizes.data(), static_cast<unsigned>(sizes.size()));
    if (ZDICT_isError(content) != 0) {
        return Refusal{Why::invalid, std::string("train: ") + ZDICT_getErrorName(content)};
    }
    ZDICT_params_t parameters{};
    parameters.compressionLevel = smallest;
    parameters.dictID = id;
    Bytes learned(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(content));
    const std::size_t header = ZDICT_getDictHeaderSize(learned.data(), learned.size());
    const ByteView words = ByteView(learned).subspan(header);
    const std::size_t made =
        ZDICT_finalizeDictionary(out.data(), out.size(), words.data(), words.size(), all.data(),
                                 sizes.data(), static_cast<unsigned>(sizes.size()), parameters);
    if (ZDICT_isError(made) != 0) {
        return Refusal{Why::invalid, std::string("train: ") + ZDICT_getErrorName(made)};
    }
    out.resize(made);
    return out;
}

}  // namespace wayside::zip
