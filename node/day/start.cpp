// node/day/start.cpp: the patient goes in, called or not.

#include "node/day/calling.hpp"
#include "node/day/commands.hpp"
#include "node/day/end_visit.hpp"

namespace wayside::day {

namespace {

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts,
                              const CallBody& body) {
    auto visit = visit_for(clinic, facts, care::Act::start);
    if (!visit) return visit.refusal();
    const auto server = server_of(clinic, *visit, body);
    if (!server) return server.refusal();
    const auto room = room_of(clinic, *visit, line_now(clinic, facts), *server, body);
    if (!room) return room.refusal();

    std::vector<document::Edit> edits;
    put_place(*visit, *server, *room, edits);
    visit->started_at = facts.now;
    desk::Decision out = to_status(clinic, facts, std::move(*visit), care::Status::in_room,
                                   {"day", "queue", "board"});
    for (document::Edit& edit : edits) out.edits.front().edits.push_back(std::move(edit));
    return out;
}

}  // namespace

desk::Command start(const Clinic& clinic) {
    return desk::make_command<CallBody>(
        "start", staff(), decode_call,
        [clinic](const desk::Facts& facts, desk::Means&, const CallBody& body) {
            return decide(clinic, facts, body);
        });
}

}  // namespace wayside::day
