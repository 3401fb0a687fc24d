// sync/keys_brought.hpp: whose keys a package that is given brings to its receiver.
#pragma once

#include "sync/store.hpp"

namespace wayside::sync {

/// The patients whose rows belong into the package, each once: those whose documents begin in the
/// range. In one that is wanted closed also those whose documents it changes, as far as
/// `max_package_rows` allows: the receiver said that it lacks a key, and is told of it nowhere
/// else. The caller adds the rows that it has, forgotten ones too.
std::vector<PatientId> keys_brought(const ledger::Range& range, const PackWanted& wanted);

/// The entry up to which the range brings no more keys than one package carries: where it is not
/// the last one, the range is to be cut there, and the rest goes into the next package.
std::uint64_t last_with_room(const ledger::Range& range);

}  // namespace wayside::sync
