// storage/ledger/fork_rows.hpp: the table of forks; for this folder only.
#pragma once

#include "storage/ledger/fork.hpp"
#include "storage/ledger/log_book.hpp"

namespace wayside::ledger {

struct ForkRows {
    std::map<std::int64_t, Fork> by_log;  ///< by the log's number
    std::vector<Finding> findings;        ///< rows that are damaged
};

/// None for the database of an earlier version, which had no such table.
ForkRows read_forks(sqlite::Database& database, const LogBook& book);
/// Replaces what was known of this log's fork. Throws StorageError.
void put_fork(sqlite::Database& database, std::int64_t log, const Fork& fork);

}  // namespace wayside::ledger
