#include "sync/leb.hpp"

namespace wayside::sync {

void write_leb(ByteWriter& to, std::uint64_t value) {
    while (value >= 0x80) {
        to.u8(static_cast<std::uint8_t>(value | 0x80U));
        value >>= 7U;
    }
    to.u8(static_cast<std::uint8_t>(value));
}

std::uint64_t read_leb(ByteReader& from) {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const std::uint8_t byte = from.u8();
        if (shift == 63 && byte > 1) break;
        out |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) != 0) continue;
        // One number has one spelling, so that one package has one too.
        if (byte == 0 && shift > 0) break;
        return from.failed() ? 0 : out;
    }
    from.fail();
    return 0;
}

}  // namespace wayside::sync
