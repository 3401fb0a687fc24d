// node/day/walk_in.cpp: somebody comes without a booking. The visit is expected; a check-in gives
// it its ticket.

#include "node/booking/visits.hpp"
#include "node/day/body.hpp"
#include "node/day/commands.hpp"
#include "node/day/new_walk_in.hpp"
#include "node/day/visit_view.hpp"

namespace wayside::day {

namespace {

Result<WalkInBody> decode(const desk::Json& json) {
    Body body(json);
    WalkInBody out;
    auto patient = body.patient();
    if (!patient) body.fail("patient", "a walk-in is somebody: this field is missing");
    if (patient) out.patient = std::move(*patient);
    out.service = body.needed_text("service", max_id_bytes);
    out.reason = body.text("reason", max_reason_bytes);
    out.identifier = body.text("identifier", max_id_bytes);
    return body.result(std::move(out));
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const WalkInBody& body) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    auto made = new_walk_in(clinic, facts, means, body);
    if (!made) return made.refusal();
    desk::Decision out = std::move(made->decision);
    out.created = true;
    out.answer = visit_view(clinic, facts, made->visit, Shown::ids_only);
    out.events.push_back(change_event(made->visit.day, &made->visit.id, {"day"}));
    return out;
}

}  // namespace

desk::Command walk_in(const Clinic& clinic) {
    std::set<std::string> roles = staff();
    roles.insert("kiosk");
    return desk::make_command<WalkInBody>(
        "walk-in", std::move(roles), decode,
        [clinic](const desk::Facts& facts, desk::Means& means, const WalkInBody& body) {
            return decide(clinic, facts, means, body);
        });
}

}  // namespace wayside::day
