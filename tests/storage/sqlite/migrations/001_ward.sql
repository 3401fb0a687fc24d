-- A table to try the runner with.
CREATE TABLE ward (bed INTEGER PRIMARY KEY, name TEXT NOT NULL, tag BLOB) STRICT;
