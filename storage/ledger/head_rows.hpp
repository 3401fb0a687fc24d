// storage/ledger/head_rows.hpp: the table of heads; for this folder only.
#pragma once

#include "storage/ledger/head.hpp"
#include "storage/ledger/log_book.hpp"

namespace wayside::ledger {

/// Of all logs that the book knows, as they lie: their signatures are for the caller to check.
std::vector<Head> read_heads(sqlite::Database& database, const LogBook& book);
/// Of one log, in the order of their sequences.
std::vector<Head> read_heads_of(sqlite::Database& database, const LogRow& log);
/// Keeps the one that is there. Throws StorageError.
void put_head(sqlite::Database& database, std::int64_t log, const Head& head);

}  // namespace wayside::ledger
