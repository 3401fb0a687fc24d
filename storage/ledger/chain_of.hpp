// storage/ledger/chain_of.hpp: the chain hash at a range's end, for who knows of its head the
// signature alone.
#pragma once

#include "storage/ledger/range.hpp"

namespace wayside::ledger {

/// Found by sealing the range again. Nothing is checked: that is for `check_range`. Refuses
/// `forbidden`, rule `no_key`. Cost: 1 us an entry.
Result<crypto::Hash32> chain_of(const Range& range, const trust::Keyring& keyring);

}  // namespace wayside::ledger
