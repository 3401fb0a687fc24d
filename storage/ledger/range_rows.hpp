// storage/ledger/range_rows.hpp: gathers a range from the table of entries; for this folder only.
#pragma once

#include "storage/ledger/reader_connection.hpp"

namespace wayside::ledger {

/// Goes forward along one log, holding each entry against its chain hash and the one before.
class RangeWalk {
  public:
    /// Refuses `not_found` where there is no such log, or `first` is not stored nor begins it.
    static Result<RangeWalk> begin(LedgerReader::Connection& connection, const SpaceId& space,
                                   const LogId& log, std::uint64_t first);

    /// Adds the next entry; false where the log ends soundly before it, or its plaintext would make
    /// more than `most_bytes`, unless it is the first. Refuses only for the first one.
    Result<bool> add(std::size_t most_bytes);
    /// Drops what lies behind this sequence.
    void cut(std::uint64_t last);

    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] std::uint64_t last() const { return range_.last(); }
    /// The chain hash at `last()`.
    [[nodiscard]] const crypto::Hash32& chain() const { return chain_; }
    /// Of `last()`, not signed.
    [[nodiscard]] Head head() const;
    Range take() { return std::move(range_); }

  private:
    RangeWalk(LedgerReader::Connection& connection, LogRow log)
        : connection_(&connection), log_(log) {}
    Result<RangeEntry> read(std::int64_t number, std::uint64_t sequence);

    LedgerReader::Connection* connection_;  // borrowed from the reader, which outlives the walk
    LogRow log_;
    Range range_;
    crypto::Hash32 chain_{};
    std::size_t bytes_ = 0;
};

}  // namespace wayside::ledger
