// storage/crypto/hash.hpp: H of formats.md, the one hash that ids, chains, keys and tags are made
// with.
#pragma once

#include <array>
#include <initializer_list>
#include <string_view>

#include "storage/base/id.hpp"

namespace wayside::crypto {

using Hash32 = std::array<std::uint8_t, 32>;

/// H(n, person, key, x): BLAKE2b (RFC 7693) of digest size `out.size()` (1 to 64), person padded
/// with spaces to 16 bytes, key of 0 to 64 bytes, over the parts one after another. Cost: about 1
/// ns a byte.
void hash(std::span<std::uint8_t> out, std::string_view person, ByteView key,
          std::initializer_list<ByteView> parts);

template <std::size_t N>
std::array<std::uint8_t, N> hash(std::string_view person, ByteView key,
                                 std::initializer_list<ByteView> parts) {
    std::array<std::uint8_t, N> out{};
    hash(std::span<std::uint8_t>(out), person, key, parts);
    return out;
}

/// id = H(16, "wayside id", "", log || le64 n).
std::array<std::uint8_t, 16> derive_id(const LogId& log, std::uint64_t n);

/// The ids of one start of the process, in order; n counts them. Used by one thread.
class IdSource {
  public:
    explicit IdSource(LogId log) : log_(log) {}
    template <class AnId>
    AnId next() {
        return AnId{derive_id(log_, next_++)};
    }

  private:
    LogId log_;
    std::uint64_t next_ = 0;
};

/// c = H(32, "wayside chain", "", previous || le32 |context| || context || le32 |sealed| ||
/// sealed).
Hash32 chain_hash(const Hash32& previous, ByteView context, ByteView sealed);

}  // namespace wayside::crypto
