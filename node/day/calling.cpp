#include "node/day/calling.hpp"

#include <algorithm>
#include <set>

#include "node/day/ticketing.hpp"

namespace wayside::day {

namespace {

/// Rooms of the kinds that the service needs, by id.
std::vector<std::string> rooms_for(const care::Setup& setup, const std::string& service) {
    std::vector<std::string> out;
    const care::Service* found = setup.find_service(service);
    if (found == nullptr) return out;
    for (const care::Thing& room : setup.rooms) {
        if (found->count_of(care::ServiceNeed::What::room, room.kind) > 0) out.push_back(room.id);
    }
    std::sort(out.begin(), out.end());
    return out;
}

struct HeldRooms {
    std::set<std::string> by_all;
    std::set<std::string> by_server;  ///< where they work now; nobody works nowhere
};

/// Rooms that another visit was called to or is in.
HeldRooms held_rooms(const queue::Line& line, const booking::Visit& visit,
                     const std::string& server) {
    HeldRooms out;
    for (const auto* part : {&line.called, &line.in_room}) {
        for (const queue::Present& present : *part) {
            if (present.ticket.visit == visit.id) continue;
            out.by_all.insert(present.room);
            if (!server.empty() && present.server == server) out.by_server.insert(present.room);
        }
    }
    return out;
}

}  // namespace

Result<CallBody> decode_call(const desk::Json& json) {
    Body body(json);
    CallBody out{body.text("practitioner", max_id_bytes), body.text("room", max_id_bytes)};
    return body.result(std::move(out));
}

queue::Line line_now(const Clinic& clinic, const desk::Facts& facts) {
    return queue::line_of(facts.model, days_around(day_of(clinic, facts.now)),
                          clinic.setup().triage);
}

Result<std::string> server_of(const Clinic& clinic, const booking::Visit& visit,
                              const CallBody& body) {
    if (body.practitioner.empty()) {
        return visit.server.empty() ? visit.meant_for() : visit.server;
    }
    if (clinic.setup().find_practitioner(body.practitioner) != nullptr) return body.practitioner;
    return Refusal{Why::conflict, "this clinic has no practitioner '" + body.practitioner + "'",
                   "unknown_practitioner", "practitioner"};
}

Result<std::string> room_of(const Clinic& clinic, const booking::Visit& visit,
                            const queue::Line& line, const std::string& server,
                            const CallBody& body) {
    const care::Setup& setup = clinic.setup();
    if (!body.room.empty()) {
        const bool is_known = std::any_of(setup.rooms.begin(), setup.rooms.end(),
                                          [&](const auto& room) { return room.id == body.room; });
        if (is_known) return body.room;
        return Refusal{Why::conflict, "this clinic has no room '" + body.room + "'", "unknown_room",
                       "room"};
    }
    if (!visit.room.empty()) return visit.room;
    const auto rooms = rooms_for(setup, visit.service);
    const HeldRooms held = held_rooms(line, visit, server);
    const auto own = std::find_if(rooms.begin(), rooms.end(),
                                  [&](const auto& room) { return held.by_server.contains(room); });
    if (own != rooms.end()) return *own;
    const auto free = std::find_if(rooms.begin(), rooms.end(),
                                   [&](const auto& room) { return !held.by_all.contains(room); });
    if (free != rooms.end()) return *free;
    return rooms.empty() ? std::string() : rooms.front();
}

void put_place(booking::Visit& visit, const std::string& server, const std::string& room,
               std::vector<document::Edit>& edits) {
    if (!server.empty() && server != visit.server) {
        edits.push_back(booking::edit_of(visit.id, "server", server));
        visit.server = server;
    }
    if (!room.empty() && room != visit.room) {
        edits.push_back(booking::edit_of(visit.id, "room", room));
        visit.room = room;
    }
}

}  // namespace wayside::day
