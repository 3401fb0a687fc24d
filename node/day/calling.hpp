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

/// Who sees the patient: who was named, else who called, else whom the visit is meant for, else
/// nobody. Refuses `conflict`, rule `unknown_practitioner`, for a name only: whom the visit bears
/// already may have left the set-up since, and the patient is still there.
Result<std::string> server_of(const Clinic& clinic, const booking::Visit& visit,
                              const CallBody& body);

/// The room to go to: the one that was named; else the one that the visit bears; else, of
/// the kinds that the service needs and by id, one that the server has somebody in already; else
/// the first that nobody was called to or is in; where all are full the first of all, since rooms
/// do not refuse people who are there. Empty where the service needs no room. Refuses `conflict`,
/// rule `unknown_room`.
Result<std::string> room_of(const Clinic& clinic, const booking::Visit& visit,
                            const queue::Line& line, const std::string& server,
                            const CallBody& body);

/// Server and room as edits of the visit where they change, and on `visit` itself.
void put_place(booking::Visit& visit, const std::string& server, const std::string& room,
               std::vector<document::Edit>& edits);

}  // namespace wayside::day
