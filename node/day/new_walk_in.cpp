#include "node/day/new_walk_in.hpp"

#include "node/booking/visits.hpp"
#include "node/day/slip_code.hpp"

namespace wayside::day {

namespace {

Result<void> may_come(const Clinic& clinic, const desk::Facts& facts, const WalkInBody& body) {
    if (clinic.setup().find_service(body.service) == nullptr) {
        return Refusal{Why::conflict, "this clinic has no service '" + body.service + "'",
                       "unknown_service", "service"};
    }
    if (body.identifier.empty() || !booking::find_live_visit(facts.model, body.identifier)) {
        return {};
    }
    return Refusal{Why::conflict, "a visit that has not ended bears this identifier already",
                   "identifier_taken", "identifier"};
}

booking::Visit visit_of(const booking::NewVisit& made, std::string day, Timestamp now) {
    booking::Visit out;
    out.id = made.id;
    out.day = std::move(day);
    out.patient = made.patient;
    out.service = made.service;
    out.channel = made.channel;
    out.walk_in = true;
    out.identifier = made.identifier;
    out.code = made.code;
    out.status = care::Status::expected;
    out.changed_at = now;
    return out;
}

}  // namespace

Result<NewWalkIn> new_walk_in(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const WalkInBody& body) {
    if (auto may = may_come(clinic, facts, body); !may) return may.refusal();
    auto person = body.whose == Whose::somebody_new
                      ? patients::make_patient(means, body.patient)
                      : patients::find_or_make_patient(facts, means, body.patient);
    if (!person) return person.refusal();

    const booking::NewVisit made{means.ids.next<VisitId>(),
                                 person->id,
                                 body.service,
                                 facts.asker.screen == "kiosk" ? "kiosk" : "walk-in",
                                 true,
                                 body.identifier,
                                 draw_slip_code(means.random),
                                 {}};
    if (!body.reason.empty()) {
        auto reason = patients::sealed_edit(means, person->id, "reasons", made.id.text(), "text",
                                            body.reason);
        if (!reason) return reason.refusal();
        person->edits.edits.push_back(std::move(*reason));
    }
    NewWalkIn out;
    out.visit = visit_of(made, day_of(clinic, facts.now), facts.now);
    out.decision.edits.push_back({day_document(out.visit.day), booking::edits_of(made, nullptr)});
    if (!person->edits.edits.empty()) out.decision.edits.push_back(std::move(person->edits));
    out.decision.patient = person->id;
    out.decision.makes_record = true;
    return out;
}

}  // namespace wayside::day
