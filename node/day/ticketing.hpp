// node/day/ticketing.hpp: how somebody who stands here joins the queue; what check-in and the
// kiosk's arrival share.
#pragma once

#include "node/booking/visit.hpp"
#include "node/day/clinic.hpp"
#include "node/queue/tickets.hpp"

namespace wayside::day {

/// A clinic day, "2026-03-02", and those beside it; none beside what is no date.
queue::DayAndNeighbours days_around(std::string_view day);

/// How far from its start a booking may be checked in on the clinic day before or after its own:
/// who waits through the night for the morning, or comes late after the day has turned. (A walk-in:
/// how long after it was entered.)
inline constexpr std::int32_t check_in_hours_beyond_the_day = 8;

/// Hours bind the slot, not the act: whoever comes on the visit's clinic day is checked in, however
/// early or late. Refuses `conflict`, rule `wrong_day`, for one of another day, which is moved
/// first.
Result<void> is_its_day(const Clinic& clinic, const booking::Visit& visit, Timestamp now);

/// The next ticket of the asking screen's letter, in the visit's day. Refuses as
/// `queue::next_number`.
Result<queue::Ticket> next_ticket(const Clinic& clinic, const desk::Facts& facts,
                                  desk::Means& means, const booking::Visit& visit);

/// The visit waits under its ticket; `practitioner` may be empty. Changes `visit` as its row will
/// read.
std::vector<document::Edit> check_in_edits(booking::Visit& visit, const queue::Ticket& ticket,
                                           const std::string& practitioner, Timestamp now);

}  // namespace wayside::day
