// sync/carried_keys.hpp: the patients' keys that lie in the body of a package which is handed over
// in a session; for this folder only.
//
// Wrapping is deterministic, so a key travels opened under the package's own seal and the receiver
// wraps it again: 33 bytes in place of 134. Bytes: FORMAT.md, "Keys in a body".
#pragma once

#include <map>

#include "storage/trust/patient_key_row.hpp"
#include "sync/coding.hpp"

namespace wayside::sync {

/// What a body of this log is sealed with.
struct KeysPlace {
    SpaceId space;
    LogId log;
    std::uint64_t last = 1;  ///< of the range: later ids of the log are not looked for
    crypto::Suite suite = crypto::Suite::blake2b_xchacha20;
    const trust::SpaceKey& key;
};

/// `keys` gives the patients' keys; a row whose key it does not give, or that is wrapped in another
/// way than the receiver would, travels as it is.
Bytes write_keys(const KeysPlace& place, const std::vector<trust::PatientKeyRow>& rows,
                 const FindPatientKey& keys);

struct CarriedKeys {
    std::vector<trust::PatientKeyRow> rows;  ///< as the sender holds them, in its order
    std::map<PatientId, crypto::Key> keys;   ///< of those that are held and can be unwrapped
    ByteView rest;                           ///< the coded entries, borrowed
};

/// Refuses `malformed` and `too_large`, and a row of another space, rule `parcel_rows`.
Result<CarriedKeys> read_keys(const KeysPlace& place, const trust::Keyring& keyring, ByteView body);

}  // namespace wayside::sync
