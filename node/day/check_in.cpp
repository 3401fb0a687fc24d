// node/day/check_in.cpp: somebody whom the clinic expects is here, and gets a ticket.

#include "node/booking/visits.hpp"
#include "node/day/body.hpp"
#include "node/day/commands.hpp"
#include "node/day/end_visit.hpp"
#include "node/day/ticketing.hpp"
#include "node/day/visit_view.hpp"

namespace wayside::day {

namespace {

struct CheckInBody {
    std::string practitioner;
};

Result<CheckInBody> decode(const desk::Json& json) {
    Body body(json);
    CheckInBody out{body.text("practitioner", max_id_bytes)};
    return body.result(std::move(out));
}

Result<void> is_known(const Clinic& clinic, const std::string& practitioner) {
    if (practitioner.empty() || clinic.setup().find_practitioner(practitioner) != nullptr) {
        return {};
    }
    return Refusal{Why::conflict, "this clinic has no practitioner '" + practitioner + "'",
                   "unknown_practitioner", "practitioner"};
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const CheckInBody& body) {
    auto visit = visit_for(clinic, facts, care::Act::check_in);
    if (!visit) return visit.refusal();
    if (auto today = is_its_day(clinic, *visit, facts.now); !today) return today.refusal();
    if (auto known = is_known(clinic, body.practitioner); !known) return known.refusal();
    const auto ticket = next_ticket(clinic, facts, means, *visit);
    if (!ticket) return ticket.refusal();

    desk::Decision out;
    out.edits.push_back(
        {day_document(visit->day), check_in_edits(*visit, *ticket, body.practitioner, facts.now)});
    out.patient = visit->patient;
    out.makes_record = true;
    out.answer = visit_view(clinic, facts, *visit, Shown::ids_only, &*ticket);
    out.events.push_back(change_event(visit->day, &visit->id, {"day", "queue", "board"}));
    return out;
}

}  // namespace

desk::Command check_in(const Clinic& clinic) {
    std::set<std::string> roles = staff();
    roles.insert("kiosk");
    return desk::make_command<CheckInBody>(
        "check-in", std::move(roles), decode,
        [clinic](const desk::Facts& facts, desk::Means& means, const CheckInBody& body) {
            return decide(clinic, facts, means, body);
        });
}

}  // namespace wayside::day
