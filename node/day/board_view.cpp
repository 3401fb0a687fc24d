// node/day/board_view.cpp: the board in the waiting room: numbers and where to go. No names, ever,
// whoever asks.

#include <algorithm>

#include "node/day/calling.hpp"
#include "node/day/views.hpp"

namespace wayside::day {

namespace {

using desk::Json;

std::string shown_room(const Clinic& clinic, const std::string& id) {
    const auto& rooms = clinic.setup().rooms;
    const auto room =
        std::find_if(rooms.begin(), rooms.end(), [&](const auto& each) { return each.id == id; });
    return room == rooms.end() || room->name.empty() ? id : room->name;
}

Result<Json> render(const Clinic& clinic, const desk::Facts& facts) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const queue::Line line = line_now(clinic, facts);
    Json called = Json::array();
    for (const queue::Present& each : line.called) {
        Json one{{"number", each.ticket.text()}};
        if (!each.room.empty()) one["room"] = shown_room(clinic, each.room);
        if (each.called_at) one["since"] = time_text(clinic, *each.called_at);
        called.push_back(std::move(one));
    }
    Json waiting = Json::array();
    for (const queue::Present& each : line.waiting) {
        waiting.push_back({{"number", each.ticket.text()}});
    }
    return Json{{"now", time_text(clinic, facts.now)},
                {"called", std::move(called)},
                {"waiting", std::move(waiting)},
                {"waiting_count", line.waiting.size()}};
}

}  // namespace

desk::View board_view(const Clinic& clinic) {
    std::set<std::string> roles = staff();
    roles.insert("display");
    return {"board", std::move(roles), [clinic](const desk::Facts& facts, const desk::Parameters&) {
                return render(clinic, facts);
            }};
}

}  // namespace wayside::day
