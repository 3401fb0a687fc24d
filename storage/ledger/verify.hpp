// storage/ledger/verify.hpp: holds everything that is stored against everything that vouches for
// it.
#pragma once

#include <filesystem>
#include <vector>

#include "storage/ledger/finding.hpp"
#include "storage/trust/keyring.hpp"

namespace wayside::ledger {

/// Chains, gaps, heads and their signatures, marker, losses, register, and SQLite's own integrity;
/// with a keyring also seals, whether every entry can be decoded and applied, patients' keys and
/// answers. Runs beside a writer. Empty: everything is as it should be. Whatever the bytes are, it
/// ends: what cannot be read is a finding, and the rest is looked at. Cost: one pass over the
/// database.
std::vector<Finding> verify(const std::filesystem::path& folder,
                            const trust::Keyring* keyring = nullptr);

}  // namespace wayside::ledger
