#include "sync/carried_keys.hpp"

#include "sync/derived_ids.hpp"
#include "sync/leb.hpp"
#include "sync/package.hpp"

namespace wayside::sync {

namespace {

/// More than any row of a patient's key.
constexpr std::size_t most_row_bytes = 512;

// How one key stands in a body; above `of_number` it is n + 2 for the patient of id number n.
constexpr std::uint64_t whole_row = 0;
constexpr std::uint64_t of_any_id = 1;
constexpr std::uint64_t of_number = 2;

/// Whether the receiver, who has the key alone, would make the same row.
bool is_made_again(const KeysPlace& place, const trust::PatientKeyRow& row,
                   const crypto::Key& key) {
    return row == trust::wrap_patient_key(row.patient, place.space, place.suite, place.key, key);
}

/// A row with the key itself: the patient by its number in the log, if it has one.
Result<trust::PatientKeyRow> read_key(const KeysPlace& place, ByteReader& from, std::uint64_t how,
                                      CarriedKeys& out) {
    const PatientId patient = how == of_any_id
                                  ? PatientId{from.array<16>()}
                                  : PatientId{crypto::derive_id(place.log, how - of_number)};
    auto key = crypto::Key::from(from.raw(32));
    if (!key) return key.refusal();
    trust::PatientKeyRow row =
        trust::wrap_patient_key(patient, place.space, place.suite, place.key, *key);
    out.keys.insert_or_assign(patient, std::move(*key));
    return row;
}

Result<trust::PatientKeyRow> read_row(const KeysPlace& place, const trust::Keyring& keyring,
                                      ByteReader& from, CarriedKeys& out) {
    auto row = trust::decode_row(from.sized(most_row_bytes));
    if (!row) return row.refusal();
    if (row->space != place.space) {
        return Refusal{Why::invalid, "a patient's key of another space", "parcel_rows"};
    }
    auto key = trust::unwrap_patient_key(*row, keyring);
    if (key) out.keys.insert_or_assign(row->patient, std::move(*key));
    return row;
}

}  // namespace

Bytes write_keys(const KeysPlace& place, const std::vector<trust::PatientKeyRow>& rows,
                 const FindPatientKey& keys) {
    DerivedIds own(place.log, place.last);
    ByteWriter out;
    write_leb(out, rows.size());
    for (const trust::PatientKeyRow& row : rows) {
        const crypto::Key* key = keys ? keys(row.patient) : nullptr;
        if (key == nullptr || !is_made_again(place, row, *key)) {
            write_leb(out, whole_row);
            out.sized(trust::encode_row(row));
            continue;
        }
        const auto number = own.find(row.patient.bytes);
        write_leb(out, number ? *number + of_number : of_any_id);
        if (!number) out.raw(row.patient.view());
        out.raw(key->view());
    }
    return out.take();
}

Result<CarriedKeys> read_keys(const KeysPlace& place, const trust::Keyring& keyring,
                              ByteView body) {
    ByteReader from(body);
    CarriedKeys out;
    const std::uint64_t count = read_leb(from);
    if (count > max_package_rows) return Refusal{Why::too_large, "a package of too many keys"};
    for (std::uint64_t i = 0; i < count && !from.failed(); ++i) {
        const std::uint64_t how = read_leb(from);
        auto row = how == whole_row ? read_row(place, keyring, from, out)
                                    : read_key(place, from, how, out);
        if (!row) return row.refusal();
        out.rows.push_back(std::move(*row));
    }
    out.rest = from.rest();
    if (from.failed()) return Refusal{Why::malformed, "not the keys of a package"};
    return out;
}

}  // namespace wayside::sync
