// storage/trust/patient_key_row.hpp: a patient's key as it is stored and as it travels: wrapped by
// a space key, or forgotten.
#pragma once

#include <optional>

#include "storage/base/clock.hpp"
#include "storage/trust/keyring.hpp"

namespace wayside::trust {

/// The privacy officer's act, by which a patient's words are locked and then destroyed.
struct Forgetting {
    LogId log;  ///< of the row's space, with `sequence`: the entry of the act
    std::uint64_t sequence = 0;
    Timestamp at;
    bool is_destroyed = false;  ///< the key is gone for good; until then it is locked
    friend bool operator==(const Forgetting&, const Forgetting&) = default;
};

/// A row of the table that can forget; never in a log.
struct PatientKeyRow {
    PatientId patient;
    SpaceId space;
    crypto::Suite suite = crypto::Suite::blake2b_xchacha20;
    crypto::Hash32 key_id{};        ///< of the patient's key
    crypto::Hash32 space_key_id{};  ///< of the space key that wraps it
    Bytes wrapped;                  ///< empty where the key is destroyed
    std::optional<Forgetting> forgotten;
    friend bool operator==(const PatientKeyRow&, const PatientKeyRow&) = default;
};

/// The row's bytes on their way to another member (formats.md, "Patient key row").
Bytes encode_row(const PatientKeyRow& row);
/// Refuses `malformed`, and `unsupported` for a version or suite that is not known.
Result<PatientKeyRow> decode_row(ByteView bytes);

/// Wraps a patient's key under a space key: deterministic, as every seal of ours.
PatientKeyRow wrap_patient_key(const PatientId& patient, const SpaceId& space, crypto::Suite suite,
                               const SpaceKey& by, const crypto::Key& key);

/// Refuses `forbidden`, rule `space_key`, where the keyring lacks the wrapping key; `forbidden`,
/// rule `forgotten`, for a row that says so; `damaged`, rule `patient_key`, for bytes that the seal
/// does not agree with or a key that does not give its id.
Result<crypto::Key> unwrap_patient_key(const PatientKeyRow& row, const Keyring& keyring);

}  // namespace wayside::trust
