#include "storage/trust/patient_keys.hpp"

namespace wayside::trust {

namespace {

Refusal forgotten_refusal() {
    return {Why::forbidden, "this patient's key was forgotten", "forgotten"};
}

}  // namespace

Result<void> PatientKeys::load(const PatientKeyRow& row, const Keyring& keyring) {
    if (row.forgotten) {
        keys_.erase(row.patient);
        forgotten_.insert(row.patient);
        return {};
    }
    if (is_forgotten(row.patient)) return forgotten_refusal();
    auto key = unwrap_patient_key(row, keyring);
    if (!key) return key.refusal();
    const auto [place, is_new] = keys_.try_emplace(row.patient, *std::move(key));
    if (!is_new && crypto::key_id(place->second) != row.key_id) {
        return Refusal{Why::conflict, "another key of this patient is here", "patient_key"};
    }
    return {};
}

const crypto::Key* PatientKeys::find(const PatientId& patient) const {
    const auto found = keys_.find(patient);
    return found == keys_.end() ? nullptr : &found->second;
}

bool PatientKeys::is_forgotten(const PatientId& patient) const {
    return forgotten_.contains(patient);
}

Result<PatientKeyRow> PatientKeys::make(const PatientId& patient, const SpaceId& space,
                                        const Keyring& keyring, Random& random) {
    if (is_forgotten(patient)) return forgotten_refusal();
    if (keys_.contains(patient)) {
        return Refusal{Why::conflict, "this patient has a key already", "patient_key"};
    }
    const SpaceKey* by = keyring.newest(space);
    if (by == nullptr) {
        return Refusal{Why::forbidden, "this node holds no key of the space", "space_key"};
    }
    crypto::Key key = crypto::Key::draw(random);
    PatientKeyRow row = wrap_patient_key(patient, space, keyring.suite(), *by, key);
    keys_.emplace(patient, std::move(key));
    return row;
}

void PatientKeys::drop(const PatientId& patient) {
    keys_.erase(patient);
}

}  // namespace wayside::trust
