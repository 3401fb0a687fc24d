// node/day/ticketing.hpp: how somebody who stands here joins the queue; what check-in and the
// kiosk's arrival share.
#pragma once

#include "node/booking/visit.hpp"
#include "node/day/clinic.hpp"
#include "node/queue/ticket.hpp"

namespace wayside::day {

/// The clinic day before this one, "2026-03-01".
std::string day_before(std::string_view day);

/// The next ticket of the asking screen's letter, in the visit's day. Refuses as
/// `queue::next_number`.
Result<queue::Ticket> next_ticket(const Clinic& clinic, const desk::Facts& facts,
                                  desk::Means& means, const booking::Visit& visit);

/// The visit waits under its ticket; `practitioner` may be empty. Changes `visit` as its row will
/// read.
std::vector<document::Edit> check_in_edits(booking::Visit& visit, const queue::Ticket& ticket,
                                           const std::string& practitioner, Timestamp now);

}  // namespace wayside::day
