// storage/shelf/taken.hpp: what became of entries that came from a peer while the shelf is open.
#pragma once

#include "storage/ledger/batch.hpp"
#include "storage/shelf/written_again.hpp"

namespace wayside::shelf {

/// Something that is not as it should be; the rest stands and is served.
struct Trouble {
    ledger::EntryName entry;
    std::string what;
};

/// The answer of `Shelf::take`. The entries were decoded and applied as those of ours are, in
/// memory: the range belongs into a batch with these states.
struct Taken {
    std::uint64_t ticket = 0;  ///< for `Shelf::kept` and `Shelf::untake`; they rise by one
    std::vector<ledger::NewState> states;     ///< of those that are held, set aside or released
    std::vector<ledger::DocumentId> touched;  ///< ordered, each once: whose records changed
    std::uint64_t applied = 0;                ///< entries, those that waited for them too
    std::vector<Trouble> held;                ///< wait, whole, for entries that are not here
    std::vector<Trouble> set_aside;           ///< unreadable, or refused by their documents
};

/// What one `take` did, so that it can be undone; for this folder only.
struct TakenStep {
    std::uint64_t ticket = 0;
    std::vector<ledger::EntryName> entries;  ///< that were not known before
    std::vector<ledger::EntryName> applied;
    std::vector<HeldEntryBytes> released;  ///< waited before, and do no longer
    std::vector<std::pair<ledger::EntryName, ledger::EntryChange>> changes;
};

}  // namespace wayside::shelf
