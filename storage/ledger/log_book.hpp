// storage/ledger/log_book.hpp: the logs that a ledger holds and the keys that its entries are
// sealed under, as the database keeps them: few rows that every entry needs, each stored twice with
// a checksum.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "storage/crypto/seal.hpp"
#include "storage/ledger/change_names.hpp"
#include "storage/ledger/finding.hpp"
#include "storage/ledger/range.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::ledger {

/// One start of one box in one space.
struct LogRow {
    std::int64_t number = 0;  ///< order of appearance here, from 1
    RegionId region;
    SpaceId space;
    LogId log;
    DeviceId device;
    std::optional<EntryName> follows;  ///< last entry of the device's earlier log in this space
    crypto::Hash32 previous{};         ///< the chain hash of that entry, or zeros
};

struct SealingRow {
    std::int64_t number = 0;
    crypto::Suite suite = crypto::Suite::blake2b_xchacha20;
    crypto::Hash32 key_id{};
};

struct LogBook {
    std::map<std::int64_t, LogRow> logs;
    std::map<std::int64_t, SealingRow> sealings;
    std::vector<Finding> findings;  ///< rows that are damaged; where a copy stands, it serves
};

/// Never throws for damage: what cannot be read is a finding.
LogBook read_log_book(sqlite::Database& database);
/// Throw StorageError.
void insert_log(sqlite::Database& database, const LogRow& row);
void insert_sealing(sqlite::Database& database, const SealingRow& row);

/// As a row without a number; `previous` is not known from it.
LogRow row_of(const LogOrigin& origin);

/// What an entry's seal and chain cover (formats.md: version, suite, "entry", region, space,
/// device, log, sequence, key id, previous chain hash).
Bytes entry_context(const LogRow& log, std::uint64_t sequence, const SealingRow& sealing,
                    const crypto::Hash32& previous);

}  // namespace wayside::ledger
