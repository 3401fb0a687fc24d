#include "storage/zip/zip.hpp"

#include <zstd.h>

#include <memory>

namespace wayside::zip {

namespace {

struct FreeCompressor {
    void operator()(ZSTD_CCtx* context) const noexcept { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
    void operator()(ZSTD_DCtx* context) const noexcept { ZSTD_freeDCtx(context); }
};

}  // namespace

Bytes compress(ByteView bytes, int level, ByteView dictionary) {
    require(level >= 1 && level <= 19, "a compression level lies between 1 and 19");
    const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context{ZSTD_createCCtx()};
    if (!context) throw MachineError("no memory to compress with");
    Bytes out(ZSTD_compressBound(bytes.size()));
    const std::size_t made =
        ZSTD_compress_usingDict(context.get(), out.data(), out.size(), bytes.data(), bytes.size(),
                                dictionary.data(), dictionary.size(), level);
    if (ZSTD_isError(made) != 0) {
        throw MachineError(std::string("compress: ") + ZSTD_getErrorName(made));
    }
    out.resize(made);
    return out;
}

Result<Bytes> decompress(ByteView frame, std::size_t most, ByteView dictionary) {
    const unsigned long long opened = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (opened == ZSTD_CONTENTSIZE_UNKNOWN || opened == ZSTD_CONTENTSIZE_ERROR) {
        return Refusal{Why::malformed, "not a compressed frame that names its size"};
    }
    if (opened > most) return Refusal{Why::too_large, "the frame opens to more than is allowed"};
    if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size()) {
        return Refusal{Why::malformed, "not exactly one compressed frame"};
    }
    const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context{ZSTD_createDCtx()};
    if (!context) throw MachineError("no memory to decompress with");
    Bytes out(static_cast<std::size_t>(opened));
    const std::size_t made =
        ZSTD_decompress_usingDict(context.get(), out.data(), out.size(), frame.data(), frame.size(),
                                  dictionary.data(), dictionary.size());
    if (ZSTD_isError(made) != 0 || made != out.size()) {
        return Refusal{Why::malformed, "a compressed frame that does not open"};
    }
    return out;
}

}  // namespace wayside::zip
