// storage/trust/key_file.hpp: the unlock slot that is a file of 32 random bytes (`device.key`).
//
// For a sandbox, and for any box until the other slots (passphrase, TPM, hub share) are built.
#pragma once

#include <filesystem>

#include "storage/crypto/secret.hpp"

namespace wayside::trust {

/// Draws a key and writes it to a new file, 0600, durable with its folder's entry when this
/// returns. Throws MachineError where the file is there already (nothing is touched) or cannot be
/// written (nothing is left behind).
crypto::Key make_key_file(const std::filesystem::path& file, Random& random);

/// Throws MachineError, with a sentence that says what to do, where the file is missing,
/// unreadable, no regular file, of another length than 32, or open to its group or to others.
crypto::Key read_key_file(const std::filesystem::path& file);

}  // namespace wayside::trust
