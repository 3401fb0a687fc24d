// node/day/calling.hpp: where a called patient goes, and to whom; what call and start share.
#pragma once

#include "node/booking/visit.hpp"
#include "node/day/body.hpp"
#include "node/day/clinic.hpp"
#include "node/queue/line.hpp"

namespace wayside::day {

struct CallBody {
    std::string practitioner;
    std::string room;  ///< empty: the first free one
};

Result<CallBody> decode_call(const desk::Json& json);

/// Who is here now, as the clinic's scale orders them.
queue::Line line_now(const Clinic& clinic, const desk::Facts& facts);

/// Who calls: who was named, else whom the visit is meant for, else nobody. Refuses `conflict`,
/// rule `unknown_practitioner`.
Result<std::string> server_of(const Clinic& clinic, const booking::Visit& visit,
                              const CallBody& body);

/// The room to go to: the one that was named; else the one that the visit was called to; else the
/// first by id, of a kind that the service needs, that nobody was called to or is in, preferring
/// one that the server already works in; where all are full the first of the kind, since rooms do
/// not refuse people who are there. Empty where the service needs no room. Refuses `conflict`, rule
/// `unknown_room`.
Result<std::string> room_of(const Clinic& clinic, const booking::Visit& visit,
                            const queue::Line& line, const std::string& server,
                            const CallBody& body);

/// Server and room as edits of the visit where they change, and on `visit` itself.
void put_place(booking::Visit& visit, const std::string& server, const std::string& room,
               std::vector<document::Edit>& edits);

}  // namespace wayside::day
