// node/day/queue_view.cpp: the queue as staff see it: in calling order, with the reason for it, how
// long each still has to wait, and whom each practitioner calls next.

#include <algorithm>
#include <memory>

#include "node/day/calling.hpp"
#include "node/day/views.hpp"
#include "node/day/visit_view.hpp"
#include "node/day/waits.hpp"

namespace wayside::day {

namespace {

using desk::Json;

Json present_json(const Clinic& clinic, const desk::Facts& facts, const queue::Present& present) {
    Json out{
        {"visit", present.ticket.visit.text()}, {"ticket", present.ticket.id.text()},
        {"number", present.ticket.text()},      {"status", care::text_of(present.status)},
        {"service", present.service},           {"arrival", time_text(clinic, present.arrival)}};
    if (!present.meant_for.empty()) out["practitioner"] = present.meant_for;
    if (!present.server.empty()) out["server"] = present.server;
    if (!present.room.empty()) out["room"] = present.room;
    if (present.called_at) out["since"] = time_text(clinic, *present.called_at);
    if (present.patient && is_staff(facts.asker)) {
        out["patient"] = patient_json(facts.model, *present.patient);
    }
    return out;
}

/// {from, to} in minutes; without `to` where too few futures come to an end today.
Json wait_json(const solver::queue::Wait& wait) {
    Json out{{"from", *wait.p20}};
    if (wait.p80) out["to"] = *wait.p80;
    return out;
}

Json waiting_json(const Clinic& clinic, const desk::Facts& facts, const queue::Present& present,
                  const solver::queue::Wait& wait) {
    const care::TriageScale& scale = clinic.setup().triage;
    const auto ticket = queue::ticket_of(present, scale);
    const auto solver_scale = queue::scale_of(scale);
    const solver::queue::Key key = solver::queue::key_of(ticket, solver_scale);
    Json out = present_json(clinic, facts, present);
    out["tier"] = key.tier;
    out["class"] = scale.effective(present.triage).name;
    out["due"] = time_text(clinic, {key.due_ms});
    out["may_be_called"] = solver::queue::callable_from_ms(ticket, solver_scale) <= facts.now.ms;
    if (present.slot) out["start"] = time_text(clinic, *present.slot);
    if (wait.p20) out["wait"] = wait_json(wait);
    return out;
}

/// Practitioners who work now, each with the visit that they call next.
Json next_json(const solver::queue::WaitingRoom& room, const queue::Line& line, Timestamp now) {
    Json out = Json::object();
    for (std::size_t i = 0; i < room.servers.size(); ++i) {
        const solver::queue::Server& server = room.servers[i];
        if (server.id.empty() || now.ms < server.from_ms || now.ms >= server.until_ms) continue;
        const auto next = solver::queue::next_for(room, i, now.ms);
        if (next) out[server.id] = line.waiting[*next].ticket.visit.text();
    }
    return out;
}

Result<Json> render_queue(const Clinic& clinic, const desk::Facts& facts, Waits& known) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const queue::Line line = line_now(clinic, facts);
    const solver::queue::WaitingRoom room = room_now(clinic, facts, line);
    const auto waits = known.of(room, facts.now);
    Json out{{"now", time_text(clinic, facts.now)},
             {"waiting", Json::array()},
             {"next", next_json(room, line, facts.now)},
             {"called", Json::array()},
             {"in_room", Json::array()}};
    for (std::size_t i = 0; i < line.waiting.size(); ++i) {
        out["waiting"].push_back(waiting_json(clinic, facts, line.waiting[i], waits[i]));
    }
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

/// One side of the answer: what its place in the order is made of.
Json reason_json(const Clinic& clinic, const queue::Present& present, const solver::queue::Key& key,
                 solver::queue::DueFrom from) {
    Json out{{"number", present.ticket.text()},
             {"tier", key.tier},
             {"class", clinic.setup().triage.effective(present.triage).name},
             {"due", time_text(clinic, {key.due_ms})},
             {"due_from", solver::queue::name_of(from)},
             {"arrival", time_text(clinic, present.arrival)}};
    if (present.slot) out["start"] = time_text(clinic, *present.slot);
    return out;
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
    const care::TriageScale& scale = clinic.setup().triage;
    const auto why = solver::queue::explain(
        queue::ticket_of(*first, scale), queue::ticket_of(*second, scale), queue::scale_of(scale));
    return Json{{"before", why.first_goes_before},
                {"because", solver::queue::name_of(why.because)},
                {"first", reason_json(clinic, *first, why.first, why.first_due)},
                {"second", reason_json(clinic, *second, why.second, why.second_due)}};
}

}  // namespace

desk::View queue_view(const Clinic& clinic) {
    // Owned by the copies of this row, which one desk thread asks.
    const auto known = std::make_shared<Waits>();
    return {"queue", staff(), [clinic, known](const desk::Facts& facts, const desk::Parameters&) {
                return render_queue(clinic, facts, *known);
            }};
}

desk::View why_view(const Clinic& clinic) {
    return {"why", staff(), [clinic](const desk::Facts& facts, const desk::Parameters& given) {
                return render_why(clinic, facts, given);
            }};
}

}  // namespace wayside::day
