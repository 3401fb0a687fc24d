// storage/ledger/ledger_writer.hpp: what a Ledger does; for this folder only.
#pragma once

#include "storage/ledger/ledger.hpp"
#include "storage/ledger/own_logs.hpp"
#include "storage/ledger/range_writer.hpp"

namespace wayside::ledger {

class Ledger::Writer {
  public:
    Writer(sqlite::Database database, const std::filesystem::path& folder, const trust::Box& box,
           const Start& start);

    /// Refuses `conflict` where this start's log is here already.
    Result<void> begin();
    void commit(const Batch& batch);
    Result<void> receive(const Batch& batch);
    [[nodiscard]] const Holdings& holdings() const { return holdings_; }
    void begin_holdings(const std::vector<HeldLog>& logs) { holdings_.begin(logs); }
    [[nodiscard]] std::uint64_t next_sequence(const SpaceId& space) const;
    [[nodiscard]] const LogId& log() const { return start_.log; }
    [[nodiscard]] const std::vector<Finding>& lost() const { return lost_; }
    void add_register_records(const std::vector<Bytes>& records);
    void fold();
    void sync_marker() { marker_file_.sync(); }
    void limit_pages(std::int64_t pages);

  private:
    /// Where this start's log in one space stands.
    struct Tip {
        LogRow log;  ///< number 0: nothing written yet, the row comes with the first entry
        std::uint64_t sequence = 0;
        crypto::Hash32 chain{};
        std::optional<SpaceMark> earlier;  ///< what the marker says until then
    };
    /// All that a commit moves: copied before it and kept only if it succeeds.
    struct Position {
        std::map<SpaceId, Tip> tips;
        std::int64_t next_entry = 1;
        std::int64_t next_answer = 1;
        std::int64_t next_log = 1;
        std::int64_t next_sealing = 1;
    };

    void read_position(const std::map<SpaceId, LastEntry>& lasts);
    void hold_against_marker();
    void sign_heads(const std::map<SpaceId, LastEntry>& lasts);
    void note_losses();

    /// Writes all of a batch, or refuses at the first range that may not be stored.
    Result<void> store(Position& next, RangeWriter& ranges, const Batch& batch);
    Result<void> store(const Position& next, RangeWriter& ranges, const CheckedRange& range) const;
    void put_register_records(const std::vector<Bytes>& records);
    void put_state(const NewState& state);
    void begin_holdings();
    void forget_unstored();
    void keep_fork(const FoundFork& found);
    void tell_holdings(const Position& before, const RangeWriter& ranges, const Batch& batch);

    Tip& tip_of(Position& position, const SpaceId& space) const;
    const SealingRow& sealing_of(Position& position, const trust::SpaceKey& key);
    void write(Position& position, const NewEntry& entry);
    void write(Position& position, const NewAnswer& answer);
    void write_marker();
    void prune();

    sqlite::Database database_;
    MarkerFile marker_file_;
    std::filesystem::path folder_;
    const trust::Box& box_;
    Start start_;
    /// Of what is durable, and of the commit that is being written; `forget_unstored` takes that
    /// back.
    LogBook book_;
    EntryPlaces places_;
    Position position_;
    Holdings holdings_;
    std::vector<Finding> lost_;
    std::uint64_t marker_generation_ = 0;
    std::size_t commits_since_fold_ = 0;
    Timestamp answered_;  ///< the latest of this start's answers
    std::optional<Timestamp> pruned_;
    bool is_broken_ = false;  ///< an fsync failed: nobody knows what the disk holds
};

}  // namespace wayside::ledger
