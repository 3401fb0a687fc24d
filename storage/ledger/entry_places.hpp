// storage/ledger/entry_places.hpp: under which number each entry of a log lies; for this folder
// only.
//
// The table of entries has no index but its key, because every commit would pay for one; who needs
// an entry by its name gathers the places in one pass and keeps up from there.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "storage/sqlite/database.hpp"

namespace wayside::ledger {

/// 24 bytes for each stretch of a log that lies together. Used by one thread.
class EntryPlaces {
  public:
    /// Learns the rows that were stored since the last call; the first call reads the whole table.
    /// A row that says a sequence again is passed over.
    void catch_up(sqlite::Database& database);
    /// Forgets rows from this number on: their commit failed.
    void forget_from(std::int64_t number);
    void clear() { *this = {}; }

    /// Empty where no row says to be that entry.
    [[nodiscard]] std::optional<std::int64_t> number_of(std::int64_t log,
                                                        std::uint64_t sequence) const;
    /// The greatest sequence of this log; 0 for none.
    [[nodiscard]] std::uint64_t last_of(std::int64_t log) const;

  private:
    /// Entries whose sequences and numbers both grow by one.
    struct Stretch {
        std::uint64_t first = 0;
        std::uint64_t count = 0;
        std::int64_t number = 0;  ///< of the first
    };
    void learn(std::int64_t log, std::uint64_t sequence, std::int64_t number);

    std::map<std::int64_t, std::vector<Stretch>> logs_;  ///< ordered by `first`
    std::int64_t last_number_ = 0;
};

}  // namespace wayside::ledger
