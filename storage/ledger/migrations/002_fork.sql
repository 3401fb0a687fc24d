-- A log of which two signed heads do not lie on one chain (fork.hpp).
CREATE TABLE fork (
    log INTEGER PRIMARY KEY,
    row BLOB NOT NULL
) STRICT;
