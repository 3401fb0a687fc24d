// node/desk/sandbox_clock.hpp: a sandbox's wall clock outlives the process.
#pragma once

#include "storage/base/bytes.hpp"
#include "storage/base/clock.hpp"

namespace wayside::desk {

/// The name of the setting that keeps it: version 1, le64 milliseconds.
inline constexpr const char* sandbox_clock = "sandbox_clock";

Bytes encode_sandbox_clock(Timestamp stands_at);
/// Refuses `malformed`.
Result<Timestamp> decode_sandbox_clock(ByteView setting);

}  // namespace wayside::desk
