// node/day/reschedule.cpp: a booked visit to another time: of the same clinic day, or of another.

#include "node/booking/visits.hpp"
#include "node/day/commands.hpp"
#include "node/day/visit_view.hpp"
#include "node/day/wish.hpp"
#include "node/patients/search.hpp"
#include "storage/document/fields.hpp"

namespace wayside::day {

namespace {

Result<WishBody> decode(const desk::Json& json) {
    Body body(json);
    WishBody out = read_wish(body);
    return body.result(std::move(out));
}

/// What is not said stays as it is.
Result<booking::Wish> wish_for(const Clinic& clinic, const booking::Visit& visit,
                               const WishBody& body) {
    auto wish = wish_in(clinic, body, visit.service);
    if (!wish) return wish.refusal();
    wish->instead = visit.id;
    if (visit.placement && wish->practitioner.empty()) {
        wish->practitioner = visit.placement->practitioner;
    }
    if (visit.placement && wish->minutes == 0) wish->minutes = visit.placement->minutes;
    return wish;
}

/// The placement is a record of its own, and the visit names it (design 5).
void move_within_day(const Clinic& clinic, const desk::Facts& facts, booking::Visit visit,
                     const booking::Placement& placement, desk::Decision& out) {
    auto edits = booking::edits_of(placement, visit.id);
    edits.push_back(booking::edit_of(visit.id, "placement", document::scalar_of(placement.id)));
    edits.push_back(booking::status_edit(visit.id, care::Status::booked));
    out.edits.push_back({day_document(visit.day), std::move(edits)});

    visit.status = care::Status::booked;
    visit.placement = placement;
    visit.changed_at = facts.now;
    out.answer = visit_view(clinic, facts, visit, Shown::ids_only);
    out.events.push_back(change_event(visit.day, &visit.id, {"day"}));
}

/// One entry with both days' documents: the old visit ends as `moved` and names the new one, which
/// names its origin. Its reason is sealed anew, because a sealed value belongs to its record.
Result<void> move_to_day(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                         const booking::Visit& old, const booking::Placement& placement,
                         desk::Decision& out) {
    const booking::NewVisit made{means.ids.next<VisitId>(),
                                 old.patient.value_or(PatientId{}),
                                 old.service,
                                 old.channel,
                                 old.walk_in,
                                 old.identifier,
                                 old.code,
                                 old.id};
    const std::string day = day_of(clinic, placement.start);
    out.edits.push_back({day_document(old.day),
                         {booking::status_edit(old.id, care::Status::moved),
                          booking::edit_of(old.id, "moved_to", document::scalar_of(made.id))}});
    out.edits.push_back({day_document(day), booking::edits_of(made, &placement)});
    const auto reasons = patients::reasons_of(facts.model, old.id);
    if (old.patient && !reasons.booked.empty()) {
        auto reason = patients::sealed_edit(means, *old.patient, "reasons", made.id.text(), "text",
                                            reasons.booked);
        if (!reason) return reason.refusal();
        out.edits.push_back({patients::document_of(*old.patient), {std::move(*reason)}});
    }

    booking::Visit visit = old;
    visit.id = made.id;
    visit.day = day;
    visit.status = care::Status::booked;
    visit.placement = placement;
    visit.origin = old.id;
    visit.conflicts.clear();
    visit.overruled.clear();
    visit.changed_at = facts.now;
    out.makes_record = true;
    out.answer = visit_view(clinic, facts, visit, Shown::ids_only);
    out.events.push_back(change_event(old.day, &old.id, {"day"}));
    out.events.push_back(change_event(day, &made.id, {"day"}));
    return {};
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const WishBody& body) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto visit = booking::visit_named(facts.model, facts.subject);
    if (!visit) return visit.refusal();
    const auto wish = wish_for(clinic, *visit, body);
    if (!wish) return wish.refusal();
    const bool stays = day_of(clinic, wish->start) == visit->day;
    const auto allowed = care::may(stays ? care::Act::reschedule : care::Act::move, visit->status);
    if (!allowed) return allowed.refusal();
    const auto fits = booking::fit(diary_of(clinic, facts), *wish);
    if (!fits) return fits.refusal();

    const booking::Placement placement{means.ids.next<PlacementId>(), fits->practitioner,
                                       wish->start, fits->minutes};
    desk::Decision out;
    out.patient = visit->patient;
    if (stays) {
        move_within_day(clinic, facts, *visit, placement, out);
        return out;
    }
    const auto moved = move_to_day(clinic, facts, means, *visit, placement, out);
    if (!moved) return moved.refusal();
    return out;
}

desk::Json alternatives(const Clinic& clinic, const desk::Facts& facts, const WishBody& body) {
    if (!is_open(clinic)) return nullptr;
    const auto visit = booking::visit_named(facts.model, facts.subject);
    if (!visit || !care::may(care::Act::reschedule, visit->status)) return nullptr;
    const auto wish = wish_for(clinic, *visit, body);
    if (!wish) return nullptr;
    return advice(diary_of(clinic, facts), *wish);
}

}  // namespace

desk::Command reschedule(const Clinic& clinic) {
    return desk::make_command<WishBody>(
        "reschedule", staff(), decode,
        [clinic](const desk::Facts& facts, desk::Means& means, const WishBody& body) {
            return decide(clinic, facts, means, body);
        },
        [clinic](const desk::Facts& facts, const WishBody& body) {
            return alternatives(clinic, facts, body);
        });
}

}  // namespace wayside::day
