// storage/ledger/patient_key_rows.hpp: the table of patients' keys; for this folder only.
#pragma once

#include "storage/ledger/ledger_reader.hpp"

namespace wayside::ledger {

/// Replaces the patient's row; a forgotten one is replaced by a forgotten one only. Throws
/// StorageError.
void put_patient_key(sqlite::Database& database, const trust::PatientKeyRow& row);
PatientKeyRows read_patient_keys(sqlite::Database& database);
std::optional<trust::PatientKeyRow> read_patient_key(sqlite::Database& database,
                                                     const PatientId& patient);

}  // namespace wayside::ledger
