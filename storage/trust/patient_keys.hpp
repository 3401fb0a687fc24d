// storage/trust/patient_keys.hpp: the patients' keys that are open in memory.
#pragma once

#include <map>
#include <set>

#include "storage/trust/patient_key_row.hpp"

namespace wayside::trust {

/// Used by one thread. Erasing a patient is destroying the key: who is not found here has no words.
class PatientKeys {
  public:
    /// Takes a stored or received row, in any order, any number of times. A forgotten row beats
    /// every other: the key goes, and a later row does not bring it back. Refuses what
    /// `unwrap_patient_key` refuses, `forbidden`, rule `forgotten`, for a row of a forgotten
    /// patient, and `conflict`, rule `patient_key`, where another key of this patient is here.
    Result<void> load(const PatientKeyRow& row, const Keyring& keyring);

    /// nullptr when absent or forgotten; valid until this patient is dropped or forgotten.
    [[nodiscard]] const crypto::Key* find(const PatientId& patient) const;
    [[nodiscard]] bool is_forgotten(const PatientId& patient) const;

    /// Draws a key, keeps it and gives its row, which belongs into the commit that first uses it.
    /// Refuses `forbidden`, rule `space_key`, where the keyring has no key of this space;
    /// `forbidden`, rule `forgotten`; `conflict`, rule `patient_key`, where the patient has a key
    /// already.
    Result<PatientKeyRow> make(const PatientId& patient, const SpaceId& space,
                               const Keyring& keyring, Random& random);

    /// Takes back a key whose commit failed. What is forgotten stays so.
    void drop(const PatientId& patient);

  private:
    std::map<PatientId, crypto::Key> keys_;
    std::set<PatientId> forgotten_;
};

}  // namespace wayside::trust
