-- The ledger: entries, register and patients' keys are the only truth (design 6).

-- What one start of one box wrote in one space. `row` is written by log_book.cpp with a checksum,
-- once under its number and once under the number's negative, because every entry needs it.
CREATE TABLE log (
    number INTEGER PRIMARY KEY,  -- in the order of their appearance here, from 1
    row BLOB NOT NULL
) STRICT;

-- Suite and space key of sealed entries and answers; twice, as above.
CREATE TABLE sealing (
    number INTEGER PRIMARY KEY,
    row BLOB NOT NULL
) STRICT;

-- Entries in the order of their arrival. No index beyond the key.
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    log INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    sealing INTEGER NOT NULL,
    state INTEGER NOT NULL,  -- applied, held or set aside, with a check (entry_state.hpp)
    chain BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE head (
    log INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    chain BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (log, sequence)
) STRICT;

-- The table that can forget. A key that is deleted here is zeroed in its page.
CREATE TABLE patient_key (
    patient BLOB PRIMARY KEY NOT NULL,
    space BLOB NOT NULL,
    suite INTEGER NOT NULL,
    key_id BLOB NOT NULL,
    space_key_id BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    forgotten BLOB
) STRICT;

CREATE TABLE register_record (
    number INTEGER PRIMARY KEY,  -- in the order in which they were stored
    record BLOB NOT NULL
) STRICT;

CREATE TABLE device_secret (
    number INTEGER PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT;

-- Answers to commands, for a week; screen and key are known by a keyed hash only.
CREATE TABLE answer (
    request_key BLOB PRIMARY KEY NOT NULL,
    sealing INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name TEXT PRIMARY KEY NOT NULL,
    value BLOB NOT NULL
) STRICT;

-- Entries of our own that the marker knew and that were gone at a start.
CREATE TABLE loss (
    number INTEGER PRIMARY KEY,
    space BLOB NOT NULL,
    log BLOB NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL
) STRICT;
