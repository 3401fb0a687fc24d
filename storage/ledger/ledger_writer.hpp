// storage/ledger/ledger_writer.hpp: what a Ledger does; for this folder only.
#pragma once

#include "storage/ledger/ledger.hpp"
#include "storage/ledger/own_logs.hpp"

namespace wayside::ledger {

class Ledger::Writer {
  public:
    Writer(sqlite::Database database, const std::filesystem::path& folder, const trust::Box& box,
           const Start& start);

    /// Refuses `conflict` where this start's log is here already.
    Result<void> begin();
    void commit(const Batch& batch);
    [[nodiscard]] std::uint64_t next_sequence(const SpaceId& space) const;
    [[nodiscard]] const LogId& log() const { return start_.log; }
    [[nodiscard]] const std::vector<Finding>& lost() const { return lost_; }
    void add_register_records(const std::vector<Bytes>& records);
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
        std::vector<SealingRow> sealings;
        std::int64_t next_entry = 1;
        std::int64_t next_log = 1;
        std::int64_t next_sealing = 1;
        std::optional<Timestamp> pruned;
    };

    void read_position(const LogBook& book, const std::map<SpaceId, LastEntry>& lasts);
    void hold_against_marker(const LogBook& book);
    void sign_heads(const std::map<SpaceId, LastEntry>& lasts);
    void note_losses();

    Tip& tip_of(Position& position, const SpaceId& space) const;
    const SealingRow& sealing_of(Position& position, const trust::SpaceKey& key);
    void write(Position& position, const NewEntry& entry);
    void write(Position& position, const NewAnswer& answer);
    void prune(Position& position, Timestamp now);
    void write_marker();

    sqlite::Database database_;
    MarkerFile marker_file_;
    std::filesystem::path folder_;
    const trust::Box& box_;
    Start start_;
    Position position_;
    std::vector<Finding> lost_;
    std::uint64_t marker_generation_ = 0;
    bool is_broken_ = false;  ///< an fsync failed: nobody knows what the disk holds
};

}  // namespace wayside::ledger
