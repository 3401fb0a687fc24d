// node/day/overbooking.hpp: a practitioner's sessions of a day as the slots of
// solver/overbook/extras.hpp, and whether one patient more may be booked into one.
//
// Advice says where an extra costs least; the act is a person's (book.cpp), with a reason, under
// the caps of the advice. An extra holds no capacity (booking/placement.hpp), so no place is
// promised twice by it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/booking/rules.hpp"
#include "node/booking/shows.hpp"
#include "node/booking/visits.hpp"
#include "node/care/calendar.hpp"
#include "node/day/clinic.hpp"
#include "solver/overbook/extras.hpp"

namespace wayside::day {

/// No longer session is thought about: the recursion's cost grows with its cube, on the desk
/// thread.
inline constexpr std::size_t most_session_slots = 100;

/// Time that a practitioner works without a break: a shift within opening hours, less breaks and
/// absences.
///
/// How it becomes slots of one length, as the recursion wants them: a slot is as long as the
/// session's usual booking (half of its bookings are no longer). Each booking fills as many slots
/// as it is long, rounded, at least one, each with the same chance of being used (as though they
/// were as many patients: that makes the end of a session with long visits look a little surer than
/// it is); the free time between bookings fills as many as fit. Bookings that begin in one
/// another's time share a slot.
///
/// Only slots that begin at `now` or later are left to plan. Who waits and should have been seen
/// before stands in the first of them, sure to come, as do walk-ins who wait for this practitioner
/// by name while the session runs; who is late stands there with the chance of coming until the
/// booking's own time is over. Walk-ins who wait for anybody are not counted.
struct Session {
    std::string practitioner;
    care::Span span{};
    std::vector<care::Span> slots;  ///< all of them, those begun before `now` first
    std::size_t booked = 0;         ///< bookings that hold capacity
    std::size_t extras = 0;
    solver::overbook::SlotSession left;  ///< the slots from `settled.past_slots` on
    solver::overbook::Settled settled;  ///< `closed_slots`: where nobody is booked who may not come
    booking::ShowShare share;           ///< of every patient who has not come yet

    [[nodiscard]] const care::Span& slot_left(std::size_t slot) const {
        return slots[settled.past_slots + slot];
    }
};

/// The same for every clinic, and nobody's to widen: they keep a session from being promised
/// to more people than can be seen in it.
inline constexpr solver::overbook::Caps overbook_caps{};
inline constexpr solver::overbook::Costs overbook_costs{};

/// The record of the `booking::record_days` before today's clinic day, whose outcomes are not all
/// known yet.
booking::ShowRecords show_records(const Clinic& clinic, const desk::Facts& facts);

/// The sessions of whole dates, in order, those over by now left out.
std::vector<Session> sessions_between(const Clinic& clinic, const desk::Facts& facts,
                                      const booking::ShowRecords& records,
                                      const care::Practitioner& practitioner,
                                      const care::WallCalendar& calendar);

/// Whom an extra could be booked with at a wish's start, for `reason`. Refuses as
/// `booking::fit_extra`; `conflict` by the cap it would break: `slot_has_extra` (also: the last of
/// the session), `extras_cap`, `overfull_cap`; `session_too_long`; `in_the_past` where the slot has
/// begun.
Result<booking::Fit> fit_overbooked(const Clinic& clinic, const desk::Facts& facts,
                                    const booking::Wish& wish);

}  // namespace wayside::day
