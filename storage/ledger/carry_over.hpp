// storage/ledger/carry_over.hpp: a box's whole ledger, sealed again for another region.
//
// Seals, chains and heads name region and device, so a box that began alone cannot keep them when
// it joins a hub's region. It may write them anew, because nobody else ever saw its entries: under
// the same spaces, logs and sequences, with the same bytes in them. Everything else is copied as it
// lies: no region stands in answers, settings, patients' keys, or what is noted as lost.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "storage/trust/box.hpp"

namespace wayside::ledger {

/// The same device keys and space keys in two regions (trust::join_again).
struct CarryOver {
    std::filesystem::path from;  ///< a folder with a ledger; only read
    const trust::Box& before;    ///< who writes there
    std::filesystem::path into;  ///< where `Ledger::create` made one, and no more
    const trust::Box& after;     ///< who will write there
    /// Heard after every 1,000 entries and at the end: how many are done, of how many.
    std::function<void(std::uint64_t done, std::uint64_t all)> progress{};
};

/// Writes everything of `from` into `into`, durably, and the marker. What it gives is how many
/// entries that were. Where it refuses or throws, `into` is worth nothing. Throws StorageError.
///
/// Refuses, with these rules:
///   `damaged_entries` (damaged)  an entry is missing, does not open, or is not what its chain, a
///                                head or the marker says: what cannot be read cannot be sealed
///                                again, and nothing may go missing without a word
///   `others_entries` (conflict)  entries of another device are here: somebody else saw this ledger
///   `unsupported`                the database of an earlier or later version
Result<std::uint64_t> carry_over(const CarryOver& job);

}  // namespace wayside::ledger
