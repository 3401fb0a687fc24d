// node/day/replan.hpp: a clinic's day planned anew because a practitioner is not there: proposals
// to choose from, and whether one of them still holds.
#pragma once

#include <string>
#include <vector>

#include "node/booking/rules.hpp"
#include "node/booking/visit.hpp"
#include "node/day/clinic.hpp"

namespace wayside::day {

/// Who is not there, and when.
struct AbsenceAsked {
    std::string practitioner;
    std::string day;  ///< the clinic day that `from` lies in
    Timestamp from;
    Timestamp until;
};

/// Whether somebody asks what could be done, or has been told and decided.
enum class Asking { first, again };

/// `from` and `until` as they were typed; empty: from now on, to the end of the clinic day. Asked
/// for the first time it begins on a multiple of 5 minutes, no sooner than in 5: somebody has to
/// decide first. Asked again it stays as it was said. `until` beyond the day ends with it.
///
/// Refuses `not_found` (rule `unknown_practitioner`), `invalid` for what is no time or ends before
/// it begins, `conflict` (rule `already_absent`) where an absence covers part of it.
Result<AbsenceAsked> absence_asked(const Clinic& clinic, const desk::Facts& facts,
                                   const std::string& from, const std::string& until,
                                   Asking asking);

/// It begins so soon that the practitioner begins nothing more.
bool is_at_once(const AbsenceAsked& asked, Timestamp now);

/// A visit at another time, with another practitioner, or both. One without a placement (a walk-in)
/// changes the practitioner alone; nobody: anyone who gives the service.
struct ReplannedVisit {
    booking::Visit visit;
    care::Placement to;
};

struct Proposal {
    std::string name{};  ///< as `worth_showing` gives it; "by_hand": nobody is placed
    std::vector<ReplannedVisit> moved{};     ///< by new start, then id
    std::vector<booking::Visit> unplaced{};  ///< those struck for whom nothing was found today
};

/// Names a proposal by its content: who is absent when, who goes where from which placement. So it
/// names nothing any more once one of its visits was moved.
std::string digest_of(const AbsenceAsked& asked, const Proposal& proposal);

/// Visits of the day that cannot go on as they stand: meant for the absent practitioner, and not
/// begun. Who was called or is in a room is finished.
std::vector<booking::Visit> struck_visits(const desk::Facts& facts, const AbsenceAsked& asked);
/// Who was called by, or is in a room with, the practitioner.
std::vector<booking::Visit> visits_under_way(const desk::Facts& facts, const AbsenceAsked& asked);

/// More bookings than a clinic day has.
inline constexpr std::size_t no_cap = 100'000;

/// Ways to go on, all different, each of which `holds`: 2 or 3 where anybody can be placed, the
/// last of them at worst "by_hand", which is the only one where nobody can. At most `most_moved`
/// bookings change when or by whom they are seen; for the other struck ones no place is proposed.
/// The same for the same day: the search is bounded by rounds, its seed is made of day and
/// practitioner.
///
/// On the desk thread: the search is kept short (replan_test.cpp tells its processor time).
std::vector<Proposal> proposals(const Clinic& clinic, const desk::Facts& facts,
                                const AbsenceAsked& asked, std::size_t most_moved);

/// Whether the proposal can be done now: it settles each struck visit and leaves no other without a
/// place, what it moves may be moved, and all new places are free together. Refuses `conflict`,
/// rule `proposal_outdated`.
Result<void> holds(const Clinic& clinic, const desk::Facts& facts, const AbsenceAsked& asked,
                   const Proposal& proposal);

}  // namespace wayside::day
