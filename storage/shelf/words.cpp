#include "storage/shelf/words.hpp"

#include <utility>

#include "storage/trust/sealed_value.hpp"

namespace wayside::shelf {

namespace {

trust::ValuePlace place_of(const SpaceId& space, const Place& place) {
    return {space, static_cast<std::uint8_t>(place.document.kind), place.document.key, place.record,
            place.field};
}

}  // namespace

Words::Words(SpaceId space, const trust::Keyring& keyring, Random& random)
    : space_(space), keyring_(keyring), random_(random) {}

Result<void> Words::load(const trust::PatientKeyRow& row) {
    return keys_.load(row, keyring_);
}

Result<document::Scalar> Words::seal(PatientId patient, const Place& place, std::string_view text) {
    const crypto::Key* key = keys_.find(patient);
    if (key == nullptr && !keys_.is_forgotten(patient) && have_document_.contains(patient)) {
        return Refusal{Why::forbidden,
                       "the key of this patient's words is gone, so no words can be kept with them",
                       "key_gone"};
    }
    if (key == nullptr) {
        auto row = keys_.make(patient, space_, keyring_, random_);
        if (!row) return row.refusal();
        new_rows_.push_back(std::move(*row));
        key = keys_.find(patient);
    }
    auto sealed = trust::seal_value(*key, keyring_.suite(), place_of(space_, place), text);
    if (!sealed) return sealed.refusal();
    return document::Scalar{std::move(*sealed)};
}

std::optional<std::string> Words::open(PatientId patient, const Place& place,
                                       const document::Scalar& value) const {
    const crypto::Key* key = keys_.find(patient);
    const auto* sealed = std::get_if<Bytes>(&value);
    if (key == nullptr || sealed == nullptr) return std::nullopt;
    auto text = trust::open_value(*key, place_of(space_, place), *sealed);
    if (!text) return std::nullopt;
    return std::move(*text);
}

std::vector<trust::PatientKeyRow> Words::take_new_rows() {
    return std::exchange(new_rows_, {});
}

void Words::drop(const std::vector<trust::PatientKeyRow>& rows) {
    for (const trust::PatientKeyRow& row : rows) keys_.drop(row.patient);
}

void Words::apply(const ledger::DocumentId& document, const std::vector<document::Record>&,
                  const Authors&) {
    if (document.kind != document::Kind::patient) return;
    if (const auto patient = PatientId::parse(document.key)) have_document_.insert(*patient);
}

void Words::forget(const ledger::DocumentId& document) {
    if (document.kind != document::Kind::patient) return;
    if (const auto patient = PatientId::parse(document.key)) have_document_.erase(*patient);
}

}  // namespace wayside::shelf
