#include "node/day/end_visit.hpp"

#include "node/day/visit_view.hpp"

namespace wayside::day {

Result<booking::Visit> visit_for(const Clinic& clinic, const desk::Facts& facts, care::Act act) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    auto visit = booking::visit_named(facts.model, facts.subject);
    if (!visit) return visit.refusal();
    if (auto allowed = care::may(act, visit->status); !allowed) return allowed.refusal();
    return visit;
}

desk::Decision to_status(const Clinic& clinic, const desk::Facts& facts, booking::Visit visit,
                         care::Status status, std::initializer_list<const char*> what) {
    desk::Decision out;
    out.edits.push_back({day_document(visit.day), {booking::status_edit(visit.id, status)}});
    out.patient = visit.patient;
    visit.status = status;
    visit.status_at = facts.now;
    visit.changed_at = facts.now;
    visit.overruled.clear();
    out.answer = visit_view(clinic, facts, visit, Shown::ids_only);
    out.events.push_back(change_event(visit.day, &visit.id, what));
    return out;
}

}  // namespace wayside::day
