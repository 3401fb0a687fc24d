#include "storage/ledger/patient_key_rows.hpp"

#include "storage/ledger/row_scan.hpp"
#include "storage/ledger/side_rows.hpp"

namespace wayside::ledger {

namespace {

Finding damaged_row() {
    return {{}, {}, 0, 0, "a row of the patients' keys is damaged"};
}

/// Columns 1 to 7, in the order of the table.
std::optional<trust::PatientKeyRow> row_of(const sqlite::Rows& at) {
    const auto patient = at.array<16>(1);
    const auto space = at.array<16>(2);
    const std::int64_t suite = at.integer(3);
    const auto key_id = at.array<32>(4);
    const auto space_key_id = at.array<32>(5);
    if (!patient || !space || !key_id || !space_key_id || suite < 1 || suite > 2) {
        return std::nullopt;
    }
    trust::PatientKeyRow row;
    row.patient.bytes = *patient;
    row.space.bytes = *space;
    row.suite = static_cast<crypto::Suite>(suite);
    row.key_id = *key_id;
    row.space_key_id = *space_key_id;
    row.wrapped = at.blob(6);
    if (at.is_null(7)) return row;
    // A note that cannot be read still says that somebody forgot: it locks, and destroys nothing.
    row.forgotten = forgetting_of(row.patient, at.blob(7)).value_or(trust::Forgetting{});
    return row;
}

/// The row's own sense: what cannot be checked without a key.
bool is_whole(const trust::PatientKeyRow& row) {
    return !row.forgotten || row.forgotten->sequence != 0;
}

constexpr const char* columns =
    "SELECT rowid, patient, space, suite, key_id, space_key_id, wrapped, forgotten FROM "
    "patient_key ";

}  // namespace

void put_patient_key(sqlite::Database& database, const trust::PatientKeyRow& row) {
    std::optional<Bytes> forgotten;
    if (row.forgotten) forgotten = column_of(row.patient, *row.forgotten);
    database
        .prepared(
            "INSERT INTO patient_key (patient, space, suite, key_id, space_key_id, wrapped, "
            "forgotten) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (space, patient) DO UPDATE "
            "SET "
            "suite = excluded.suite, key_id = excluded.key_id, "
            "space_key_id = excluded.space_key_id, wrapped = excluded.wrapped, "
            "forgotten = excluded.forgotten "
            "WHERE patient_key.forgotten IS NULL OR excluded.forgotten IS NOT NULL")
        .run(row.patient, row.space, row.suite, row.key_id, row.space_key_id, row.wrapped,
             forgotten);
}

void put_received_key(sqlite::Database& database, const trust::PatientKeyRow& row,
                      const trust::Keyring& keyring) {
    const auto opens = [&](const trust::PatientKeyRow& each) {
        return trust::unwrap_patient_key(each, keyring).has_value();
    };
    const auto ours = read_patient_key(database, row.space, row.patient);
    const bool is_kept = ours && !row.forgotten;
    if (is_kept && (ours->forgotten || opens(*ours) || !opens(row))) return;
    put_patient_key(database, row);
}

PatientKeyRows read_patient_keys(sqlite::Database& database) {
    PatientKeyRows out;
    RowScan scan(database, std::string(columns) + "WHERE rowid > ?1 ORDER BY rowid", 0);
    while (const sqlite::Rows* at = scan.next()) {
        auto row = row_of(*at);
        if (!row || !is_whole(*row)) out.findings.push_back(damaged_row());
        if (row) out.rows.push_back(std::move(*row));
    }
    for (std::size_t i = 0; i < scan.unreadable().size(); ++i) {
        out.findings.push_back(damaged_row());
    }
    return out;
}

std::optional<trust::PatientKeyRow> read_patient_key(sqlite::Database& database,
                                                     const SpaceId& space,
                                                     const PatientId& patient) {
    auto rows = database.prepared(std::string(columns) + "WHERE space = ?1 AND patient = ?2")
                    .query(space, patient);
    if (!rows.next()) return std::nullopt;
    return row_of(rows);
}

}  // namespace wayside::ledger
