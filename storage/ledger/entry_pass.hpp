// storage/ledger/entry_pass.hpp: walks the stored entries, judges each against its chain and seal,
// and goes on behind what is damaged; for this folder only.
#pragma once

#include <set>

#include "storage/ledger/fork_rows.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/ledger/row_scan.hpp"

namespace wayside::ledger {

class EntryPass {
  public:
    /// `only`: entries of other spaces are passed over unread.
    EntryPass(sqlite::Database& database, const trust::Keyring* keyring,
              const std::optional<SpaceId>& only = std::nullopt);

    std::optional<StoredEntry> next();
    [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
    [[nodiscard]] const LogBook& book() const { return book_; }
    /// What the pass has seen of every log, in the order of their numbers.
    [[nodiscard]] std::vector<HeldLog> held_logs() const;
    [[nodiscard]] const ForkRows& forks() const { return forks_; }

  private:
    /// Where the next entry of a log belongs, or the next that fills a gap of it.
    struct Place {
        std::uint64_t last = 0;  ///< the sequence before it
        /// What it may have been chained to: the stored chain hash, and the one that was computed
        /// where they differ.
        std::vector<crypto::Hash32> previous;
    };
    /// Sequences that nobody has met yet. Rows behind may fill it: what a peer gave back is stored
    /// at the end of the table.
    struct Gap {
        Place at;
        std::uint64_t last = 0;  ///< of the gap
    };
    /// Entries that agree with one another.
    struct Stretch {
        crypto::Hash32 previous{};
        LogMark end;
    };
    /// How far one log was followed.
    struct Trail {
        Place end;
        std::map<std::uint64_t, Gap> gaps;           ///< by their last sequence
        std::map<std::uint64_t, Stretch> stretches;  ///< by their first sequence
        std::set<std::uint64_t> written_again;       ///< sequences of sound entries
    };
    /// A row as it lies.
    struct Row {
        std::int64_t number = 0;
        std::int64_t log = 0;
        std::uint64_t sequence = 0;
        std::int64_t sealing = 0;
        std::int64_t state = 0;
        std::optional<crypto::Hash32> chain;
        Bytes sealed;
    };
    /// Under which reading of its columns an entry agrees with its seal or chain.
    struct Reading {
        std::uint64_t sequence = 0;
        std::int64_t sealing = 0;
        crypto::Hash32 previous{};  ///< what it was chained to
        crypto::Hash32 computed{};  ///< its chain hash
        std::optional<Bytes> plaintext;
        bool has_no_key = false;
    };

    [[nodiscard]] bool is_passed_over(const LogRow& log) const;
    static Row row_of(const sqlite::Rows& at);
    std::optional<StoredEntry> judge(const Row& row);
    std::optional<StoredEntry> judge_next(const LogRow& log, Trail& trail, const Row& row);
    std::optional<StoredEntry> judge_gap(const LogRow& log, Trail& trail, Gap& gap, const Row& row);
    StoredEntry stored(const LogRow& log, Trail& trail, const Row& row,
                       std::optional<Reading> reading);
    std::optional<Reading> read(const LogRow& log, const Place& place, const Row& row);
    std::optional<Reading> read_as(const LogRow& log, const Row& row, std::uint64_t sequence,
                                   const SealingRow& sealing, const crypto::Hash32& previous) const;
    [[nodiscard]] std::vector<crypto::Hash32> previous_of_next(
        const LogRow& log, const Place& place, const Row& row,
        const std::optional<Reading>& reading) const;
    std::vector<crypto::Hash32> stored_behind(const Row& row);
    static void note_sound(Trail& trail, const LogRow& log, const Reading& reading);
    static LogMark sound_mark(const LogRow& log, const Trail* trail);
    static std::uint64_t unreachable(const Trail& trail, std::uint64_t mark);
    void name_columns(const LogRow& log, const Row& row, const Reading& reading);
    void find(const LogRow& log, std::uint64_t first, std::uint64_t last, std::string what);
    void finish();

    sqlite::Database& database_;
    const trust::Keyring* keyring_;
    std::optional<SpaceId> only_;
    std::optional<sqlite::Snapshot> snapshot_;  ///< none inside a transaction of the writer's own
    LogBook book_;
    ForkRows forks_;
    RowScan scan_;
    std::map<std::int64_t, Trail> trails_;
    std::vector<Finding> findings_;
    bool finished_ = false;
};

}  // namespace wayside::ledger
