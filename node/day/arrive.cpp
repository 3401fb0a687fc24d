// node/day/arrive.cpp: somebody at the kiosk, who may be anybody. Whoever it is hears the same
// words after the same work: a ticket. Nobody learns from it who is a patient (design 11).
//
// Every answer waits for one durable commit, beside which the ways hardly differ (a stranger's
// words are sealed under a new key, a booked person's stand already).

#include <algorithm>
#include <tuple>

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
    out.person.birth_date = body.birth_date();
    out.person.language = body.text("language", max_id_bytes);
    out.service = body.text("service", max_id_bytes);
    if (out.code.empty() && out.person.name.empty()) {
        body.fail("name", "a name, with a birth date where it is known, or a code is needed");
    }
    return body.result(std::move(out));
}

bool is_here(care::Status status) {
    return care::is_in_queue(status) || status == care::Status::in_room ||
           status == care::Status::sent_on;
}

/// Visits that this person may have come for today: those that are here already, and those that a
/// check-in takes.
std::vector<booking::Visit> visits_meant(const Clinic& clinic, const desk::Facts& facts,
                                         const ArriveBody& body) {
    std::vector<booking::Visit> all;
    const auto add = [&](std::vector<booking::Visit> more) {
        for (booking::Visit& visit : more) {
            const bool may_come = care::may(care::Act::check_in, visit.status).has_value();
            if ((is_here(visit.status) || may_come) && is_its_day(clinic, visit, facts.now)) {
                all.push_back(std::move(visit));
            }
        }
    };
    if (body.code.empty()) {
        const auto& person = body.person;
        for (const auto& id : patients::find_by_name(facts.model, person.name, person.birth_date)) {
            add(booking::visits_of_patient(facts.model, id));
        }
        return all;
    }
    const auto days = days_around(day_of(clinic, facts.now));
    for (const std::string& day : {days.before, days.day, days.after}) {
        add(booking::visits_of_code(facts.model, day, body.code));
    }
    return all;
}

/// Who is here comes first, then whom nobody has given up, then the earlier start.
bool comes_first(const booking::Visit& a, const booking::Visit& b) {
    const auto key = [](const booking::Visit& visit) {
        const auto begins = visit.placement ? visit.placement->begins().ms : INT64_MAX;
        return std::tuple{!is_here(visit.status), visit.status == care::Status::no_show, begins,
                          visit.id};
    };
    return key(a) < key(b);
}

/// The visit that this person came for. Empty where there is none, or where it could be somebody
/// else's: two people of one name and birth date are told apart at the desk.
std::optional<booking::Visit> visit_meant(const std::vector<booking::Visit>& all) {
    if (all.empty()) return std::nullopt;
    for (const booking::Visit& visit : all) {
        if (visit.patient != all.front().patient) return std::nullopt;
    }
    return *std::min_element(all.begin(), all.end(), comes_first);
}

/// Somebody whom nobody expected: a walk-in with what was typed, under a record of its own.
Result<NewWalkIn> stranger(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                           const ArriveBody& body) {
    const auto& services = clinic.setup().services;
    const bool knows_service = clinic.setup().find_service(body.service) != nullptr;
    const std::string usual = services.empty() ? "" : services.front().id;
    return new_walk_in(clinic, facts, means,
                       {.patient = {"", body.person},
                        .service = knows_service ? body.service : usual,
                        .reason = "",
                        .identifier = "",
                        .whose = Whose::somebody_new});
}

desk::Json answer_with(const queue::Ticket& ticket) {
    return {{"number", ticket.text()}};
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const ArriveBody& body) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    auto meant = visit_meant(visits_meant(clinic, facts, body));
    desk::Decision out;
    if (meant && is_here(meant->status)) {
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
