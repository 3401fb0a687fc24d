// node/day/queue_view.cpp: the queue as staff see it, in calling order, with the reason for it.

#include <algorithm>

#include "node/day/calling.hpp"
#include "node/day/views.hpp"
#include "node/day/visit_view.hpp"

namespace wayside::day {

namespace {

using desk::Json;

Json present_json(const Clinic& clinic, const desk::Facts& facts, const queue::Present& present) {
    Json out{{"visit", present.ticket.visit.text()},
             {"ticket", present.ticket.id.text()},
             {"number", present.ticket.text()},
             {"status", care::text_of(present.status)},
             {"service", present.service},
             {"arrival", time_text(clinic, present.entry.arrival)}};
    if (!present.meant_for.empty()) out["practitioner"] = present.meant_for;
    if (!present.server.empty()) out["server"] = present.server;
    if (!present.room.empty()) out["room"] = present.room;
    if (present.called_at) out["since"] = time_text(clinic, *present.called_at);
    if (present.patient && is_staff(facts.asker)) {
        out["patient"] = patient_json(facts.model, *present.patient);
    }
    return out;
}

Json waiting_json(const Clinic& clinic, const desk::Facts& facts, const queue::Present& present) {
    const care::TriageScale& scale = clinic.setup().triage;
    const care::QueueKey key = care::queue_key(present.entry, scale);
    Json out = present_json(clinic, facts, present);
    out["tier"] = key.tier;
    out["class"] = scale.effective(present.entry.triage).name;
    out["due"] = time_text(clinic, key.due);
    out["may_be_called"] = care::may_be_called(present.entry, scale, facts.now);
    if (present.entry.slot) out["start"] = time_text(clinic, *present.entry.slot);
    return out;
}

Result<Json> render_queue(const Clinic& clinic, const desk::Facts& facts) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const queue::Line line = line_now(clinic, facts);
    Json out{{"now", time_text(clinic, facts.now)},
             {"waiting", Json::array()},
             {"called", Json::array()},
             {"in_room", Json::array()}};
    for (const auto& each : line.waiting)
        out["waiting"].push_back(waiting_json(clinic, facts, each));
    for (const auto& each : line.called) out["called"].push_back(present_json(clinic, facts, each));
    for (const auto& each : line.in_room)
        out["in_room"].push_back(present_json(clinic, facts, each));
    return out;
}

const queue::Present* find(const queue::Line& line, const desk::Parameters& given,
                           const char* name) {
    const auto wanted = given.find(name);
    if (wanted == given.end()) return nullptr;
    const auto found =
        std::find_if(line.waiting.begin(), line.waiting.end(),
                     [&](const auto& each) { return each.ticket.visit.text() == wanted->second; });
    return found == line.waiting.end() ? nullptr : &*found;
}

const char* text_of(care::Precedence because) {
    switch (because) {
        case care::Precedence::tier:
            return "tier";
        case care::Precedence::due:
            return "due";
        case care::Precedence::arrival:
            return "arrival";
        case care::Precedence::ticket:
            return "ticket";
    }
    return "";
}

Result<Json> render_why(const Clinic& clinic, const desk::Facts& facts,
                        const desk::Parameters& given) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const queue::Line line = line_now(clinic, facts);
    const auto* first = find(line, given, "visit");
    const auto* second = find(line, given, "before");
    if (first == nullptr || second == nullptr) {
        return Refusal{Why::not_found, "'visit' and 'before' name two visits that wait"};
    }
    const auto offset = clinic.zone().local(facts.now).offset_minutes;
    const auto why =
        care::explain_order(first->entry, second->entry, clinic.setup().triage, offset);
    return Json{
        {"before", why.first_goes_before}, {"because", text_of(why.because)}, {"text", why.text}};
}

}  // namespace

desk::View queue_view(const Clinic& clinic) {
    return {"queue", staff(), [clinic](const desk::Facts& facts, const desk::Parameters&) {
                return render_queue(clinic, facts);
            }};
}

desk::View why_view(const Clinic& clinic) {
    return {"why", staff(), [clinic](const desk::Facts& facts, const desk::Parameters& given) {
                return render_why(clinic, facts, given);
            }};
}

}  // namespace wayside::day
