// storage/ledger/patient_key_rows.hpp: the table of patients' keys; for this folder only.
#pragma once

#include "storage/ledger/ledger_reader.hpp"

namespace wayside::ledger {

/// Replaces the patient's row of its space; a forgotten one is replaced by a forgotten one only.
/// Throws StorageError.
void put_patient_key(sqlite::Database& database, const trust::PatientKeyRow& row);
/// One from others: kept where none is here or ours does not open. A forgotten row beats every
/// other. Rows of other spaces that name the same patient are other rows.
void put_received_key(sqlite::Database& database, const trust::PatientKeyRow& row,
                      const trust::Keyring& keyring);
PatientKeyRows read_patient_keys(sqlite::Database& database);
std::optional<trust::PatientKeyRow> read_patient_key(sqlite::Database& database,
                                                     const SpaceId& space,
                                                     const PatientId& patient);

}  // namespace wayside::ledger
