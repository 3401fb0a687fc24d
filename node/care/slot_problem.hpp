// node/care/slot_problem.hpp: a clinic's free time as a problem for the solver, and other times for
// a booking that was refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/care/capacity.hpp"
#include "solver/find/find_slots.hpp"

namespace wayside::care {

/// Which slots are asked for.
struct SlotQuery {
    std::string service;
    std::int32_t minutes = 0;  ///< 0: the service's own
    std::string practitioner;  ///< empty: anybody of the service's roles
    Timestamp from;            ///< starts in [from, to)
    Timestamp to;
    friend bool operator==(const SlotQuery&, const SlotQuery&) = default;
};

/// What a service needs of a clinic, as a person would name it.
struct SlotNeed {
    enum class What { hours, practitioner, role, room, equipment };
    What what = What::hours;
    std::string name;  ///< the practitioner's id, the role, the kind; empty for the opening hours
    friend bool operator==(const SlotNeed&, const SlotNeed&) = default;
};

/// "hours", "practitioner", ...: stable, for answers.
std::string_view name_of(SlotNeed::What what);

/// What the solver is asked, and what its ticks mean here.
struct SlotProblem {
    solver::find::Agenda agenda{0};
    solver::find::Pattern pattern;
    std::vector<SlotNeed> needs;  ///< what each need of the pattern stands for
    Timestamp tick_zero;          ///< on a 5-minute boundary of UTC
    std::int32_t minutes = 0;
    solver::find::Tick from = 0;  ///< the query's span in ticks, rounded inward
    solver::find::Tick to = 0;

    [[nodiscard]] Timestamp instant(solver::find::Tick tick) const {
        return {tick_zero.ms + tick * solver::find::tick_minutes * 60'000};
    }
};

/// No query looks further ahead.
inline constexpr std::int32_t longest_query_days = 92;

/// Shifts within opening hours, less breaks and what is taken, as calendars and pools.
///
/// A practitioner who is named gives the service. Further people of a role, rooms and equipment are
/// pools: places counted, so that a slot which the agenda shows fits by `check_placement` too,
/// except where people have several roles and one booking needs several of them;
/// `find_alternatives` and `find_free_slots` check each slot again. Taken placements are rounded
/// outward to 5 minutes.
///
/// Refuses `conflict` with `unknown_service`, `unknown_practitioner` or `wrong_role`, as
/// `check_placement`; `invalid` for a span that ends before it begins or is longer than 92 days.
Result<SlotProblem> build_slot_problem(const Setup& setup, const Zone& zone,
                                       std::span<const Placement> taken, const SlotQuery& query);

/// A slot in the clinic's words.
struct FreeSlot {
    Placement placement;
    Told told;  ///< its start as a patient is told
    std::vector<solver::find::Reason> reasons;
};

/// Why there is none.
struct SlotShortage {
    SlotNeed need;
    /// It is never free in the span. Otherwise each need is at some time, only never all together,
    /// and this one least often.
    bool is_alone_enough = false;
    /// The next start of this need, or of all together: not before the end of the query's span.
    /// Empty if there is none within a week of it.
    std::optional<Told> frees;
};

struct FreeSlots {
    std::vector<FreeSlot> slots;
    std::optional<SlotShortage> shortage;  ///< only if there are no slots
};

/// Free slots of the query that begin at `now` or later, each one that `check_placement` accepts.
/// Refuses as `build_slot_problem`.
Result<FreeSlots> find_free_slots(const Setup& setup, const Zone& zone,
                                  std::span<const Placement> taken, const SlotQuery& query,
                                  Timestamp now, std::size_t count, solver::find::Choose choose);

/// Up to `count` placements of the service and length of `refused` that fit, the nearest after its
/// start (or after `now`, if that is past) within 14 days, not all alike (`Choose::diverse`). Its
/// own practitioner is preferred to another who would be free less than an hour earlier. Empty
/// where nothing fits or the service is unknown.
std::vector<FreeSlot> find_alternatives(const Setup& setup, const Zone& zone,
                                        std::span<const Placement> taken, const Placement& refused,
                                        Timestamp now, std::size_t count = 3);

/// What `refused` lacks at its start, and from when on it could begin. Empty where nothing is short
/// within 5 minutes of its start, where that is past, and where the service is unknown.
std::optional<SlotShortage> find_shortage(const Setup& setup, const Zone& zone,
                                          std::span<const Placement> taken,
                                          const Placement& refused, Timestamp now);

}  // namespace wayside::care
