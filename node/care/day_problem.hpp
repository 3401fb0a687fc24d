// node/care/day_problem.hpp: the rest of a clinic's day as a problem for the planner, when somebody
// falls out.
//
// Everybody and everything of the set-up stands in it by name, because a planner seats visits on
// single rooms; bookings take places of a pool. So who sits where is made up here, in order of
// start, and what comes back is read as a practitioner and a start again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "node/care/capacity.hpp"
#include "solver/problem/problem.hpp"

namespace wayside::care {

/// Somebody is not there.
struct Outage {
    std::string practitioner;
    Span span;
};

/// What may be done with a visit while the day is planned anew.
enum class Standing {
    fixed,     ///< stays as it is: it has begun, is over, or is about to begin
    promised,  ///< stays where its patient was told, if that can be
    homeless,  ///< needs a place: the one it had is gone
    waiting,   ///< waits without a place, as walk-ins do: takes time, and moves nobody
};

struct DayVisit {
    Standing standing = Standing::fixed;
    /// Where it stands or stood. Of one without a place: since when it waits, how long its service
    /// takes, and whom it is meant for (empty: anybody).
    Placement placement;
    bool has_come = false;  ///< could begin at once; who is still on the way needs notice
    bool is_urgent = false;
};

/// Who has not come yet is moved to an earlier time only if that is this far away.
inline constexpr std::int32_t notice_minutes = 60;

struct DayProblem {
    solver::problem::Problem problem;
    /// What was announced, and the outage as a closure of the practitioner. Whom the outage strikes
    /// and who has no place to lose is new to it, as an emergency is.
    solver::problem::Disruption disruption;
    Timestamp slot_zero;
    std::vector<std::size_t> visits;  ///< for each visit of the problem its place in the list given
    std::vector<std::size_t> named;   ///< and which of its needs the named practitioner fills

    [[nodiscard]] Timestamp instant(solver::problem::Slot slot) const {
        return {slot_zero.ms + slot * problem.slot_minutes * std::int64_t{60'000}};
    }
};

/// The clinic day `date` from the outage's begin on.
///
/// Slots are 5 minutes, or 1 where anything begins or ends between. The horizon reaches over all
/// shifts and placements of the day. Visits that are fixed close what they take. A promised visit
/// is announced; one that begins before the outage is fixed; one that does not fit beside the
/// others (the day was overfull before) is left out of the problem and so stays as it is, unless
/// the outage takes its place: then it is homeless. The order of `visits` decides ties.
///
/// Refuses `not_found` for an unknown practitioner, `invalid` for a span that is empty or does not
/// begin within the clinic day.
Result<DayProblem> build_day_problem(const Setup& setup, const Zone& zone, LocalDate date,
                                     std::span<const DayVisit> visits, const Outage& outage);

/// Where a plan puts one of the visits given; no placement: it is left out.
struct PlannedVisit {
    std::size_t visit = 0;
    std::optional<Placement> placement;
};

/// Every visit of the problem, in its order.
std::vector<PlannedVisit> visits_in(const DayProblem& problem, std::span<const DayVisit> given,
                                    const solver::problem::Plan& plan);

}  // namespace wayside::care
