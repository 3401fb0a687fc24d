// Two pieces of an answer, cut where the first byte says.
#include "cli/replay/http_answer.hpp"
#include "storage/base/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wayside;
    if (size == 0) return 0;
    const std::string_view text = text_of({data + 1, size - 1});
    const std::size_t cut = data[0] % (text.size() + 1);
    replay::AnswerReader reader;
    for (const std::string_view piece : {text.substr(0, cut), text.substr(cut)}) {
        reader.received(piece);
        if (!reader.take()) break;
    }
    return 0;
}
