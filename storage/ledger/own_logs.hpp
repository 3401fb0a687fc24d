// storage/ledger/own_logs.hpp: what a box finds of its own earlier starts when it opens its ledger;
// for this folder only.
#pragma once

#include "storage/ledger/frontier.hpp"
#include "storage/ledger/head.hpp"
#include "storage/ledger/log_book.hpp"
#include "storage/ledger/marker.hpp"

namespace wayside::ledger {

/// The last entry of a log, as it lies.
struct LastEntry {
    LogRow log;
    std::uint64_t sequence = 0;  ///< 0: the log's row is here and no entry of it
    crypto::Hash32 chain{};
    bool agrees = false;  ///< its chain hash follows from its bytes and the entry before
};

/// Reads backwards from the end, or all of the table where that end cannot be read.
LastEntry last_entry(sqlite::Database& database, const LogBook& book, const LogRow& log);

/// The last entry of the newest log of this device in each space.
std::map<SpaceId, LastEntry> last_of_device(sqlite::Database& database, const LogBook& book,
                                            const DeviceId& device);

/// What the marker knows and the database does not hold.
std::vector<Finding> held_against(const Marker& marker, sqlite::Database& database,
                                  const LogBook& book);

}  // namespace wayside::ledger
