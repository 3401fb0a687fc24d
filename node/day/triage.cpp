// node/day/triage.cpp: how urgent somebody is. Allowed whatever the status; the status stays.

#include "node/day/body.hpp"
#include "node/day/commands.hpp"
#include "node/day/end_visit.hpp"
#include "node/day/visit_view.hpp"

namespace wayside::day {

namespace {

struct TriageBody {
    std::string triage;
};

Result<TriageBody> decode(const desk::Json& json) {
    Body body(json);
    TriageBody out{body.needed_text("triage", max_id_bytes)};
    return body.result(std::move(out));
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts,
                              const TriageBody& body) {
    auto visit = visit_for(clinic, facts, care::Act::triage);
    if (!visit) return visit.refusal();
    if (!clinic.setup().triage.find(body.triage)) {
        return Refusal{Why::invalid, "this clinic's scale has no class '" + body.triage + "'",
                       "unknown_triage", "triage"};
    }
    desk::Decision out;
    out.edits.push_back(
        {day_document(visit->day), {booking::edit_of(visit->id, "triage", body.triage)}});
    out.patient = visit->patient;
    visit->triage = body.triage;
    visit->triage_at = facts.now;
    visit->changed_at = facts.now;
    out.answer = visit_view(clinic, facts, *visit, Shown::ids_only);
    out.events.push_back(change_event(visit->day, &visit->id, {"day", "queue", "board"}));
    return out;
}

}  // namespace

desk::Command triage(const Clinic& clinic) {
    return desk::make_command<TriageBody>(
        "triage", staff(), decode,
        [clinic](const desk::Facts& facts, desk::Means&, const TriageBody& body) {
            return decide(clinic, facts, body);
        });
}

}  // namespace wayside::day
