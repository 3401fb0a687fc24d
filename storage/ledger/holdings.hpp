// storage/ledger/holdings.hpp: what this box holds of every log, known without reading the
// database: for the sessions, which ask often, in their own threads.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "storage/ledger/fork.hpp"
#include "storage/ledger/range.hpp"

namespace wayside::ledger {

struct HeldLog {
    RegionId region;
    SpaceId space;
    DeviceId device;
    std::optional<EntryName> follows;
    LogMark mark;  ///< up to here everything is stored and agrees; a forked log ends where both
                   ///< its branches agree
    std::uint64_t last = 0;  ///< the greatest sequence that is stored, behind whatever damage
    bool is_forked = false;
    /// Sound entries behind some damage, which can be given to nobody until that is healed or they
    /// are written again; those that were are not counted.
    std::uint64_t unreachable = 0;
};

/// What a range would be to what is held.
enum class Meeting {
    continues,     ///< brings what is missing next, perhaps beside what is here
    already_here,  ///< nothing in it is missing; only `Ledger::receive` can compare what lies
                   ///< before our mark
    after_gap,     ///< entries before it are missing: they must come first
    contradicts,   ///< another chain than ours: give it to `Ledger::receive` all the same, which
                   ///< keeps its head as the proof of a fork
};

/// As `Holdings::meet`, for a log as it stands.
Meeting meet(const HeldLog& held, const CheckedRange& range);

/// A log has ended where another log of its device in its space follows one of its entries. That is
/// a function of the logs held alone, not of the order of their arrival.
///
/// Used by any thread; a call takes some microseconds and calls nobody.
class Holdings {
  public:
    /// From a pass over the ledger (`EntryCursor::held_logs`), before anything is committed.
    void begin(const std::vector<HeldLog>& logs);
    [[nodiscard]] bool has_begun() const;

    /// Logs of which nothing agrees yet are left out.
    [[nodiscard]] Frontier frontier(const SpaceId& space) const;
    /// Of every log of the space, live or ended, ordered by log.
    [[nodiscard]] std::vector<LogMark> marks(const SpaceId& space) const;
    [[nodiscard]] std::optional<HeldLog> find(const SpaceId& space, const LogId& log) const;
    [[nodiscard]] std::vector<HeldLog> forked() const;
    /// Logs of this device of which more is stored, behind some damage, than agrees.
    [[nodiscard]] std::vector<HeldLog> broken(const SpaceId& space, const DeviceId& device) const;
    /// Logs of the space that have unreachable entries.
    [[nodiscard]] std::vector<HeldLog> behind_damage(const SpaceId& space) const;
    /// A log of this device that follows `log` at or behind the entry `sequence`, and of which
    /// something is held; the one that follows the latest.
    [[nodiscard]] std::optional<LogId> follower(const SpaceId& space, const DeviceId& device,
                                                const LogId& log, std::uint64_t sequence) const;
    /// For the desk: a range that continues or is here is shown to the shelf, which passes over
    /// what it has; one that contradicts only to the ledger, which keeps the proof of a fork.
    [[nodiscard]] Meeting meet(const CheckedRange& range) const;

    /// The log as it stands after a commit that is durable.
    void put(const HeldLog& log);

  private:
    // Guards the map: the storage thread puts, sessions and the desk ask.
    mutable std::mutex mutex_;
    std::map<std::pair<SpaceId, LogId>, HeldLog> logs_;
    bool has_begun_ = false;
};

}  // namespace wayside::ledger
