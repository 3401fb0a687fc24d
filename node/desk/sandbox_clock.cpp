#include "node/desk/sandbox_clock.hpp"

namespace wayside::desk {

Bytes encode_sandbox_clock(Timestamp stands_at) {
    ByteWriter writer;
    writer.u8(1);
    writer.i64(stands_at.ms);
    return writer.take();
}

Result<Timestamp> decode_sandbox_clock(ByteView setting) {
    ByteReader reader(setting);
    const std::uint8_t version = reader.u8();
    const Timestamp stands_at{reader.i64()};
    if (version != 1 || !reader.done()) return Refusal{Why::malformed, "not a sandbox's clock"};
    return stands_at;
}

}  // namespace wayside::desk
