#include "storage/crypto/secret.hpp"

#include <sodium.h>

namespace wayside::crypto {

// Neither function needs sodium_init: both are plain loops over memory, and a destructor may not
// throw.
void wipe(std::span<std::uint8_t> bytes) noexcept {
    sodium_memzero(bytes.data(), bytes.size());
}

bool equal(ByteView a, ByteView b) {
    if (a.size() != b.size()) return false;
    return a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace wayside::crypto
