#include "storage/zip/zip.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static_cast<void>(wayside::zip::decompress({bytes, size}, 1 << 16));
    return 0;
}
