// node/queue/waiting_room.hpp: the line as the solver's waiting room: the calling order, who may be
// called by whom, and who would be passed are answered there and nowhere else.
#pragma once

#include <string_view>

#include "node/care/setup.hpp"
#include "node/queue/line.hpp"
#include "solver/queue/waiting_room.hpp"

namespace wayside::queue {

/// The clinic's classes; emergencies are the strict ones.
solver::queue::Scale scale_of(const care::TriageScale& scale);

/// Its id is the ticket's bytes, so the solver's last word is the smaller id.
solver::queue::Ticket ticket_of(const Present& present, const care::TriageScale& scale);

/// `line.waiting` in its order, the set-up's services and practitioners in theirs. Whoever calls or
/// is meant without being in the set-up comes after these: a `caller` whom it does not know (may be
/// empty) sees whomever nobody else is meant for, and a service that it does not know, or that
/// needs no role, is given by all. Who is in and who is busy is left open.
solver::queue::WaitingRoom waiting_room(const Line& line, const care::Setup& setup,
                                        std::string_view caller);

/// Their place among `room.servers`; as many as there are for one who is not among them.
std::size_t server_named(const solver::queue::WaitingRoom& room, std::string_view practitioner);

/// Whether calling `visit`, which waits, for `practitioner` (may be empty) at `now` passes somebody
/// whom the order puts first, who may be called, and whom that practitioner would see: meant for
/// them, or for anyone who gives the service. Whoever is parked was called already, and passing
/// them is none; nor is calling somebody again.
bool is_out_of_order(const Line& line, VisitId visit, std::string_view practitioner,
                     const care::Setup& setup, Timestamp now);

}  // namespace wayside::queue
