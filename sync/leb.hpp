// sync/leb.hpp: numbers of no fixed width, seven bits a byte, the lowest first (LEB128); for this
// folder only.
#pragma once

#include "storage/base/bytes.hpp"

namespace wayside::sync {

void write_leb(ByteWriter& to, std::uint64_t value);
/// Fails the reader for a number that is cut, over 64 bits, or longer than it needs to be.
std::uint64_t read_leb(ByteReader& from);

/// Small differences of either sign as small numbers: 0, -1, 1, -2, ...
inline std::uint64_t zigzag(std::uint64_t difference) {
    return (difference << 1U) ^ (0 - (difference >> 63U));
}
inline std::uint64_t unzigzag(std::uint64_t coded) {
    return (coded >> 1U) ^ (0 - (coded & 1U));
}

}  // namespace wayside::sync
