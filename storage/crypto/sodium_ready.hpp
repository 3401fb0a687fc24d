// storage/crypto/sodium_ready.hpp: libsodium, initialised before anyone calls it.
#pragma once

namespace wayside::crypto {

/// Initialises libsodium at the first call, from whichever thread comes first; later calls cost one
/// load. Every function of ours that calls into libsodium begins with it, so nobody has to remember
/// it in `main`. Throws MachineError if libsodium finds no source of randomness.
void sodium_ready();

}  // namespace wayside::crypto
