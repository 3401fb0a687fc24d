#include "node/day/visit_view.hpp"

#include "node/day/absence_view.hpp"
#include "node/patients/search.hpp"
#include "node/queue/tickets.hpp"

namespace wayside::day {

namespace {

using desk::Json;

void put_text(Json& out, const char* name, const std::string& text) {
    if (!text.empty()) out[name] = text;
}

void put_time(Json& out, const char* name, const Clinic& clinic,
              const std::optional<Timestamp>& at) {
    if (at) out[name] = time_text(clinic, *at);
}

/// The first ticket came with the arrival.
void put_tickets(Json& out, const Clinic& clinic, sqlite::Database& model,
                 const booking::Visit& visit, const queue::Ticket* issued) {
    std::vector<queue::Ticket> tickets = queue::tickets_of_visit(model, visit.id);
    if (issued != nullptr) tickets.push_back(*issued);
    for (const queue::Ticket& ticket : tickets) {
        out["tickets"].push_back({{"id", ticket.id.text()}, {"number", ticket.text()}});
    }
    if (!tickets.empty()) put_time(out, "arrived", clinic, tickets.front().issued_at);
}

void put_words(Json& out, const Clinic& clinic, sqlite::Database& model,
               const booking::Visit& visit) {
    if (visit.patient) out["patient"] = patient_json(model, *visit.patient);
    const auto reasons = patients::reasons_of(model, visit.id);
    put_text(out, "reason", reasons.booked);
    put_text(out, "cancel_reason", reasons.cancelled);
    for (const auto& note : patients::notes_of(model, visit.id)) {
        Json each{{"text", note.text}};
        put_time(each, "at", clinic, note.at);
        out["notes"].push_back(std::move(each));
    }
}

}  // namespace

Json patient_json(sqlite::Database& model, PatientId patient) {
    Json out{{"id", patient.text()}};
    const auto found = patients::find_patient(model, patient);
    if (!found) return out;
    for (const auto& field : patients::person_fields) {
        put_text(out, field.name, found->person.*field.text);
    }
    return out;
}

Json visit_view(const Clinic& clinic, const desk::Facts& facts, const booking::Visit& visit,
                Shown shown, const queue::Ticket* issued) {
    Json out{
        {"id", visit.id.text()},
        {"day", visit.day},
        {"status", care::text_of(visit.status)},
        {"service", visit.service},
        {"channel", visit.channel},
        {"walk_in", visit.walk_in},
        {"tickets", Json::array()},
    };
    put_tickets(out, clinic, facts.model, visit, issued);
    put_text(out, "identifier", visit.identifier);
    put_text(out, "practitioner", visit.meant_for());
    if (visit.placement) {
        out["start"] = visit.placement->start.text();
        out["minutes"] = visit.placement->minutes;
        put_text(out, "overbooked", visit.placement->overbooked);
    }
    put_text(out, "triage", visit.triage);
    put_text(out, "room", visit.room);
    put_text(out, "server", visit.server);
    if (visit.out_of_order) out["out_of_order"] = true;
    if (!visit.conflicts.empty()) out["conflicts"] = visit.conflicts;
    if (!visit.overruled.empty()) out["overruled"] = visit.overruled;
    if (is_to_be_rebooked(facts.model, visit)) {
        out["to_rebook"] = true;
        out["absence"] = visit.repair->text();
    }
    if (visit.moved_to) out["moved_to"] = visit.moved_to->text();
    if (visit.origin) out["origin"] = visit.origin->text();
    put_time(out, "changed", clinic, visit.changed_at);
    if (!is_staff(facts.asker)) return out;

    put_text(out, "code", visit.code);
    if (shown == Shown::words) {
        put_words(out, clinic, facts.model, visit);
    } else if (visit.patient) {
        out["patient"] = {{"id", visit.patient->text()}};
    }
    return out;
}

}  // namespace wayside::day
