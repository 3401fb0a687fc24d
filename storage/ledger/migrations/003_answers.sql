-- Answers in the order in which they were given, without an index: those of one commit lie in one
-- page, and a week that is over frees whole pages. Where the answer to a request lies is known in
-- memory (answer_places.hpp).
ALTER TABLE answer RENAME TO answer_by_key;
CREATE TABLE answer (
    number INTEGER PRIMARY KEY,
    request_key BLOB NOT NULL,
    sealing INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
INSERT INTO answer (request_key, sealing, at_ms, sealed)
SELECT request_key, sealing, at_ms, sealed FROM answer_by_key ORDER BY at_ms, request_key;
DROP TABLE answer_by_key;
