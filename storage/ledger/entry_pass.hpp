// storage/ledger/entry_pass.hpp: walks the stored entries, judges each against its chain and seal,
// and goes on behind what is damaged; for this folder only.
#pragma once

#include "storage/ledger/ledger_reader.hpp"
#include "storage/ledger/row_scan.hpp"

namespace wayside::ledger {

class EntryPass {
  public:
    EntryPass(sqlite::Database& database, const trust::Keyring* keyring);

    std::optional<StoredEntry> next();
    [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }
    [[nodiscard]] const LogBook& book() const { return book_; }
    /// Up to where each log is stored without a gap and agrees with its chain, by the log's number.
    [[nodiscard]] std::map<std::int64_t, LogMark> sound_marks() const;

  private:
    /// How far one log was followed.
    struct Trail {
        std::uint64_t last = 0;
        /// What the next entry may have been chained to: the stored chain hash, and the one that
        /// was computed where they differ.
        std::vector<crypto::Hash32> previous;
        LogMark sound;
        bool is_sound = true;
        bool follows_gap = false;
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
        crypto::Hash32 computed{};  ///< its chain hash
        std::optional<Bytes> plaintext;
        bool has_no_key = false;
    };

    static Row row_of(const sqlite::Rows& at);
    std::optional<StoredEntry> judge(Row row);
    std::optional<StoredEntry> place(const LogRow& log, Trail& trail, const Row& row,
                                     std::optional<Reading> reading);
    std::optional<Reading> read(const LogRow& log, const Trail& trail, const Row& row) const;
    std::optional<Reading> read_as(const LogRow& log, const Row& row, std::uint64_t sequence,
                                   const SealingRow& sealing, const crypto::Hash32& previous) const;
    void follow(Trail& trail, const LogRow& log, const Row& row,
                const std::optional<Reading>& reading);
    void name_columns(const LogRow& log, const Row& row, const Reading& reading);
    void find(const LogRow& log, std::uint64_t first, std::uint64_t last, std::string what);
    void finish();

    const trust::Keyring* keyring_;
    sqlite::Snapshot snapshot_;
    LogBook book_;
    RowScan scan_;
    std::map<std::int64_t, Trail> trails_;
    std::vector<Finding> findings_;
    bool finished_ = false;
};

}  // namespace wayside::ledger
