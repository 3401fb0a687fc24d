-- A patient's key under its space and patient: what one clinic says of a patient's id has no place
-- in common with what another clinic says of it.
ALTER TABLE patient_key RENAME TO patient_key_by_patient;
CREATE TABLE patient_key (
    patient BLOB NOT NULL,
    space BLOB NOT NULL,
    suite INTEGER NOT NULL,
    key_id BLOB NOT NULL,
    space_key_id BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    forgotten BLOB,
    PRIMARY KEY (space, patient)
) STRICT;
INSERT INTO patient_key (patient, space, suite, key_id, space_key_id, wrapped, forgotten)
SELECT patient, space, suite, key_id, space_key_id, wrapped, forgotten FROM patient_key_by_patient
ORDER BY rowid;
DROP TABLE patient_key_by_patient;
