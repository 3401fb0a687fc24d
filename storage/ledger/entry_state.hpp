// storage/ledger/entry_state.hpp: what became of an entry here, and how that is stored.
#pragma once

#include <optional>

#include "storage/ledger/change_names.hpp"

namespace wayside::ledger {

enum class EntryState : std::uint8_t {
    applied = 1,
    held = 2,           ///< waits for a parent of one of its changes
    set_aside = 3,      ///< a document could not take it; never tried again blindly
    written_again = 4,  ///< what it builds on is lost; its edits stand in a later entry of ours
};

/// The column `state`: the state's byte and above it four bytes of a hash over log, sequence and
/// state. The state is not sealed, and a bit that flips in it must not hide an entry.
std::int64_t column_of(EntryState state, const EntryName& entry);
/// Empty where the check does not agree: then nothing is known, and the entry is judged anew.
std::optional<EntryState> state_of(std::int64_t column, const EntryName& entry);

}  // namespace wayside::ledger
