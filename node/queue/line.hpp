// node/queue/line.hpp: everybody who is here: who waits, in calling order, who was called, who is
// in a room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "node/care/setup.hpp"
#include "node/care/status.hpp"
#include "node/queue/tickets.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::queue {

/// A visit that is here, under its first ticket.
struct Present {
    Ticket ticket;
    care::Status status = care::Status::waiting;
    std::string service;
    std::string meant_for;  ///< the practitioner; empty: anyone whom the service allows
    std::string server;     ///< who called
    std::string room;
    std::optional<Timestamp> called_at;  ///< as far as the record tells
    std::optional<Timestamp> since;      ///< when its status was said
    std::optional<PatientId> patient;
    Timestamp arrival;              ///< its check-in
    std::optional<Timestamp> slot;  ///< the booked start; empty for a walk-in
    std::string triage;             ///< the class's name; empty: without triage
};

struct Line {
    std::vector<Present> waiting;  ///< waiting or parked, in calling order
    std::vector<Present> called;   ///< the latest call first
    std::vector<Present> in_room;  ///< by room, then ticket
};

/// Of the clinic day and those beside it: who waits when a day begins is still there, and who came
/// before midnight for a visit after it is there already. A visit without a ticket is not in it.
/// Cost: one query over the visits of three days.
Line line_of(sqlite::Database& model, const DayAndNeighbours& days, const care::TriageScale& scale);

}  // namespace wayside::queue
