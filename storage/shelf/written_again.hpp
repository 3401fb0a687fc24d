// storage/shelf/written_again.hpp: entries of ours that wait for a lost one, and what becomes of
// them.
//
// A change names its parents, so one damaged entry makes all later ones of its documents wait. When
// nobody has it any more, what the others wrote is written again as entries of this start; the old
// ones stay stored and are marked.
#pragma once

#include <map>

#include "storage/ledger/batch.hpp"
#include "storage/ledger/finding.hpp"
#include "storage/shelf/edits.hpp"

namespace wayside::shelf {

/// An entry that was written to the documents and now waits for its commit.
struct Written {
    ledger::EntryName name;
    Bytes plaintext;
};

/// What belongs into one commit.
struct WrittenAgain {
    std::vector<Written> entries;
    std::vector<ledger::NewState> states;     ///< marks the old ones
    std::vector<ledger::Finding> findings;    ///< what was done, by log and range
    std::vector<ledger::DocumentId> touched;  ///< ordered, each once

    /// As entries and states of a batch.
    [[nodiscard]] ledger::Batch batch(const SpaceId& space) const;
};

/// Places of this device's logs, a log each, from which on nobody but this box has anything of
/// them, and the entry there is not here either.
using LostFrom = std::map<LogId, std::uint64_t>;

/// An entry that waits, as it is stored.
struct HeldEntryBytes {
    std::int64_t number = 0;  ///< order of arrival
    ledger::EntryName name;
    DeviceId device;
    Bytes plaintext;
    std::vector<ledger::EntryName> waits_for;
};

/// An entry cut off for ever: its draft, and how many of its values cannot be told.
struct SeveredEntry {
    std::int64_t number = 0;
    ledger::EntryName name;
    ledger::Entry entry;
    Draft draft;
    std::uint64_t untold = 0;
};

}  // namespace wayside::shelf
