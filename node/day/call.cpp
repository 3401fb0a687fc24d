// node/day/call.cpp: this visit's ticket is called. Any ticket may be; the entry says when somebody
// was passed.

#include "node/day/calling.hpp"
#include "node/day/commands.hpp"
#include "node/day/end_visit.hpp"
#include "node/day/visit_view.hpp"
#include "node/queue/waiting_room.hpp"

namespace wayside::day {

namespace {

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts,
                              const CallBody& body) {
    auto visit = visit_for(clinic, facts, care::Act::call);
    if (!visit) return visit.refusal();
    const auto server = server_of(clinic, *visit, body);
    if (!server) return server.refusal();
    // Whoever else calls does so to where they are, not to where the patient was called before.
    if (*server != visit->server) visit->room.clear();
    const queue::Line line = line_now(clinic, facts);
    const auto room = room_of(clinic, *visit, line, *server, body);
    if (!room) return room.refusal();

    const bool passes = queue::is_out_of_order(line, visit->id, *server, clinic.setup(), facts.now);
    std::vector<document::Edit> edits;
    put_place(*visit, *server, *room, edits);
    // It stays said: whoever is called again passed those people all the same.
    if (passes && !visit->out_of_order) {
        edits.push_back(booking::edit_of(visit->id, "out_of_order", true));
        visit->out_of_order = true;
    }
    visit->called_at = facts.now;
    desk::Decision out = to_status(clinic, facts, std::move(*visit), care::Status::called,
                                   {"day", "queue", "board"});
    for (document::Edit& edit : edits) out.edits.front().edits.push_back(std::move(edit));
    if (passes) out.remark = "out_of_order";
    return out;
}

}  // namespace

desk::Command call(const Clinic& clinic) {
    return desk::make_command<CallBody>(
        "call", staff(), decode_call,
        [clinic](const desk::Facts& facts, desk::Means&, const CallBody& body) {
            return decide(clinic, facts, body);
        });
}

}  // namespace wayside::day
