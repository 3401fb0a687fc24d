// node/day/arrive.cpp: somebody at the kiosk, who may be anybody. Whoever it is hears the same
// words after the same work: a ticket. Nobody learns from it who is a patient (design 11).

#include "node/booking/visits.hpp"
#include "node/day/body.hpp"
#include "node/day/commands.hpp"
#include "node/day/new_walk_in.hpp"
#include "node/day/slip_code.hpp"
#include "node/day/ticketing.hpp"
#include "node/patients/search.hpp"
#include "node/queue/tickets.hpp"

namespace wayside::day {

namespace {

struct ArriveBody {
    patients::Person person;
    std::string code;
    std::string service;
};

Result<ArriveBody> decode(const desk::Json& json) {
    Body body(json);
    ArriveBody out;
    out.code = slip_code_of(body.text("code", max_id_bytes));
    out.person.name = body.text("name", max_name_bytes);
    out.person.birth_date = body.text("birth_date", max_id_bytes);
    out.person.language = body.text("language", max_id_bytes);
    out.service = body.text("service", max_id_bytes);
    if (out.code.empty() && out.person.name.empty()) {
        body.fail("name", "a name with a birth date, or a code, is needed");
    }
    return body.result(std::move(out));
}

std::vector<booking::Visit> visits_meant(const desk::Facts& facts, const std::string& today,
                                         const ArriveBody& body) {
    if (!body.code.empty()) return booking::visits_of_code(facts.model, today, body.code);
    std::vector<booking::Visit> out;
    for (const PatientId& patient :
         patients::find_by_name(facts.model, body.person.name, body.person.birth_date)) {
        for (booking::Visit& visit : booking::visits_of_patient(facts.model, patient)) {
            if (visit.day == today) out.push_back(std::move(visit));
        }
    }
    return out;
}

bool comes_first(const booking::Visit& a, const booking::Visit& b) {
    const auto begins = [](const booking::Visit& visit) {
        return visit.placement ? visit.placement->begins().ms : INT64_MAX;
    };
    return std::pair{begins(a), a.id} < std::pair{begins(b), b.id};
}

/// The visit that this person came for: one that is in the queue already, else the first that may
/// be checked in. Empty where there is none, or where it could be somebody else's: two people of
/// one name and birth date are told apart at the desk.
std::optional<booking::Visit> visit_meant(const std::vector<booking::Visit>& all) {
    std::optional<booking::Visit> out;
    for (const booking::Visit& visit : all) {
        if (visit.patient != all.front().patient) return std::nullopt;
        if (care::is_in_queue(visit.status)) return visit;
        const bool is_due =
            visit.status == care::Status::booked || visit.status == care::Status::expected;
        if (is_due && (!out || comes_first(visit, *out))) out = visit;
    }
    return out;
}

/// Somebody whom nobody expected: a walk-in with what was typed.
Result<NewWalkIn> stranger(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                           const ArriveBody& body) {
    const bool knows_service = clinic.setup().find_service(body.service) != nullptr;
    return new_walk_in(
        clinic, facts, means,
        {.patient = {"", body.person},
         .service = knows_service ? body.service : clinic.setup().services.front().id,
         .reason = "",
         .identifier = ""});
}

desk::Json answer_with(const queue::Ticket& ticket) {
    return {{"number", ticket.text()}};
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const ArriveBody& body) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const std::string today = day_of(clinic, facts.now);
    auto meant = visit_meant(visits_meant(facts, today, body));
    desk::Decision out;
    if (meant && care::is_in_queue(meant->status)) {
        const auto tickets = queue::tickets_of_visit(facts.model, meant->id);
        if (!tickets.empty()) {
            out.created = true;
            out.answer = answer_with(tickets.front());
            return out;
        }
    }
    if (!meant) {
        auto made = stranger(clinic, facts, means, body);
        if (!made) return made.refusal();
        meant = std::move(made->visit);
        out = std::move(made->decision);
    }
    const auto ticket = next_ticket(clinic, facts, means, *meant);
    if (!ticket) return ticket.refusal();
    auto edits = check_in_edits(*meant, *ticket, "", facts.now);
    if (out.edits.empty()) out.edits.push_back({day_document(meant->day), {}});
    for (document::Edit& edit : edits) out.edits.front().edits.push_back(std::move(edit));
    out.patient = meant->patient;
    out.makes_record = true;
    out.created = true;
    out.answer = answer_with(*ticket);
    out.events.push_back(change_event(meant->day, &meant->id, {"day", "queue", "board"}));
    return out;
}

}  // namespace

desk::Command arrive(const Clinic& clinic) {
    return desk::make_command<ArriveBody>(
        "arrive", {"kiosk", "receptionist"}, decode,
        [clinic](const desk::Facts& facts, desk::Means& means, const ArriveBody& body) {
            return decide(clinic, facts, means, body);
        });
}

}  // namespace wayside::day
