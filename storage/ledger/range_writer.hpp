// storage/ledger/range_writer.hpp: stores checked ranges beside what is there; for this folder
// only.
#pragma once

#include "storage/ledger/entry_pass.hpp"
#include "storage/ledger/entry_places.hpp"
#include "storage/ledger/range.hpp"
#include "storage/trust/box.hpp"

namespace wayside::ledger {

/// Two branches of one log: evidence to keep once nothing else of the commit is.
struct FoundFork {
    std::int64_t log = 0;
    Fork fork;
};

/// One commit's received ranges, inside its transaction. Each range is stored whole or refused, and
/// then the whole commit is given up.
class RangeWriter {
  public:
    /// Where the next rows go; moved on as rows are stored.
    struct Numbers {
        std::int64_t entry = 1;
        std::int64_t log = 1;
        std::int64_t sealing = 1;
    };
    /// `holdings` is what is durable; `places` may be behind and is caught up where it is needed.
    /// `box` is who we are: what stands in a log of ours we vouch for ourselves.
    RangeWriter(sqlite::Database& database, LogBook& book, const Holdings& holdings,
                EntryPlaces& places, const trust::Box& box, const Numbers& numbers);

    /// Refuses, with these rules:
    ///   `gap` (unavailable)       entries before the range are not stored
    ///   `other_writer` (conflict) its log is another device's here
    ///   `fork` (conflict)         our entries of this log are others; `fork()` then has the proof,
    ///                             where a head stands on our branch
    /// Throws StorageError.
    Result<void> store(const CheckedRange& range);

    /// Refuses `fork` (conflict) where this head proves a fork that was not known yet, or more of
    /// it: `fork()` then has it; also of a log of ours, which its device then names itself. What is
    /// damaged here or not vouched for proves nothing. Cost: a pass over the ledger where the head
    /// does not lie on our chain.
    Result<void> hold_against(const CheckedHead& told);

    /// nullptr where it is not here, or another device's.
    [[nodiscard]] const LogRow* row_of_log(const Head& head) const;

    [[nodiscard]] const std::optional<FoundFork>& fork() const { return fork_; }
    [[nodiscard]] const Numbers& numbers() const { return numbers_; }
    /// Logs that moved, as they stand now.
    [[nodiscard]] const std::map<std::int64_t, HeldLog>& moved() const { return moved_; }
    /// Something behind a mark may agree now: only a pass over everything tells.
    [[nodiscard]] bool has_healed() const { return has_healed_; }

  private:
    /// An entry as it lies, by an EntryPass.
    struct Lying {
        std::int64_t number = 0;
        crypto::Hash32 previous{};
        crypto::Hash32 chain{};
        bool is_sound = false;
    };
    using LyingEntries = std::map<std::uint64_t, Lying>;

    Result<LogRow> log_of(const CheckedRange& range);
    HeldLog standing(const LogRow& log) const;
    Result<void> append(const LogRow& log, const CheckedRange& range, std::uint64_t from);
    Result<void> heal(const LogRow& log, const HeldLog& held, const CheckedRange& range);
    Result<void> compare(const LogRow& log, const HeldLog& held, const CheckedRange& range);
    Result<void> refuse_fork(const LogRow& log, const CheckedRange& range);
    LyingEntries lying(const LogRow& log);
    std::optional<crypto::Hash32> stored_chain(const LogRow& log, std::uint64_t sequence);
    std::optional<Head> head_behind(const LogRow& log, std::uint64_t common);
    bool is_vouched(const LogRow& log, const LyingEntries& entries, std::uint64_t sequence);
    std::optional<Head> own_head(const LogRow& log, const LyingEntries& entries,
                                 std::uint64_t sequence) const;
    void insert(const LogRow& log, const CheckedRange& range, std::uint64_t sequence);
    void replace(std::int64_t number, const LogRow& log, const CheckedRange& range,
                 std::uint64_t sequence);
    std::int64_t sealing_number(const Sealing& sealing);
    void finish(const LogRow& log, HeldLog held, const CheckedRange& range);

    sqlite::Database& database_;
    LogBook& book_;
    const Holdings& holdings_;
    EntryPlaces& places_;
    const trust::Box& box_;
    Numbers numbers_;
    std::map<std::int64_t, HeldLog> moved_;
    std::optional<FoundFork> fork_;
    bool has_healed_ = false;
};

}  // namespace wayside::ledger
