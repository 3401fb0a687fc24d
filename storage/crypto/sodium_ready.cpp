#include "storage/crypto/sodium_ready.hpp"

#include <sodium.h>

#include "storage/base/require.hpp"

namespace wayside::crypto {

void sodium_ready() {
    static const int answer = sodium_init();
    if (answer < 0) throw MachineError("libsodium cannot start: no source of random numbers");
}

}  // namespace wayside::crypto
