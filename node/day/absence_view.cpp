#include "node/day/absence_view.hpp"

#include <charconv>

#include "node/booking/repair.hpp"
#include "node/day/proposal_choice.hpp"
#include "node/day/views.hpp"
#include "node/day/wish.hpp"
#include "node/queue/tickets.hpp"

namespace wayside::day {

namespace {

using desk::Json;

std::string parameter(const desk::Parameters& parameters, const char* name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? "" : with_sign(found->second);
}

/// Empty: no cap.
Result<std::size_t> cap_typed(const std::string& text) {
    if (text.empty()) return no_cap;
    std::size_t out = 0;
    const char* end = text.data() + text.size();
    const auto [read_to, fault] = std::from_chars(text.data(), end, out);
    if (fault == std::errc{} && read_to == end && out <= no_cap) return out;
    return Refusal{Why::invalid, "how many bookings may be moved is a whole number", "",
                   "most_moved"};
}

Json place_json(const Clinic& clinic, std::optional<Timestamp> start,
                const std::string& practitioner) {
    Json out = Json::object();
    if (start) out["start"] = time_text(clinic, *start);
    if (!practitioner.empty()) out["practitioner"] = practitioner;
    return out;
}

Json costs_json(const AbsenceAsked& asked, const Proposal& proposal) {
    const ProposalCosts costs = costs_of(asked, proposal);
    return {{"moved", costs.moved},
            {"unplaced", costs.unplaced},
            {"waiting_minutes", costs.waiting_minutes},
            {"longest_wait_minutes", costs.longest_wait_minutes},
            {"earlier", costs.earlier},
            {"other_practitioner", costs.other_practitioner},
            {"not_struck", costs.not_struck}};
}

Json proposal_json(const Clinic& clinic, const desk::Facts& facts, const AbsenceAsked& asked,
                   const Proposal& proposal) {
    Json changes = Json::array();
    for (const ReplannedVisit& one : proposal.moved) {
        changes.push_back(change_json(clinic, facts, one.visit, &one.to, Shown::words));
    }
    for (const booking::Visit& visit : proposal.unplaced) {
        changes.push_back(change_json(clinic, facts, visit, nullptr, Shown::words));
    }
    return {{"proposal", digest_of(asked, proposal)},
            {"name", proposal.name},
            {"costs", costs_json(asked, proposal)},
            {"changes", std::move(changes)}};
}

Result<Json> render_proposals(const Clinic& clinic, const desk::Facts& facts,
                              const desk::Parameters& given) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto asked = absence_asked(clinic, facts, parameter(given, "from"),
                                     parameter(given, "until"), Asking::first);
    if (!asked) return asked.refusal();
    const auto most_moved = cap_typed(parameter(given, "most_moved"));
    if (!most_moved) return most_moved.refusal();
    Json under_way = Json::array();
    for (const booking::Visit& visit : visits_under_way(facts, *asked)) {
        under_way.push_back(visit_view(clinic, facts, visit, Shown::words));
    }
    Json out{{"practitioner", asked->practitioner},
             {"day", asked->day},
             {"from", time_text(clinic, asked->from)},
             {"until", time_text(clinic, asked->until)},
             {"struck", struck_visits(facts, *asked).size()},
             {"under_way", std::move(under_way)},
             {"proposals", Json::array()}};
    for (const Proposal& each : proposals(clinic, facts, *asked, *most_moved)) {
        out["proposals"].push_back(proposal_json(clinic, facts, *asked, each));
    }
    return out;
}

/// Whom the absence concerns, with what they were told before and what holds now.
Json told_json(const Clinic& clinic, const desk::Facts& facts, const booking::Visit& visit) {
    booking::Visit before = visit;
    if (visit.placed_before) {
        before.placement = booking::find_placement(facts.model, *visit.placed_before);
    }
    if (!visit.practitioner_before.empty()) before.practitioner = visit.practitioner_before;
    if (!booking::was_changed_by_repair(visit)) {
        Json out = change_json(clinic, facts, visit, nullptr, Shown::words);
        out["to_rebook"] = is_to_be_rebooked(facts.model, visit);
        return out;
    }
    care::Placement now{{}, 0, visit.meant_for(), visit.service};
    if (visit.placement) now.start = visit.placement->begins();
    return change_json(clinic, facts, before, &now, Shown::words);
}

Result<Json> render_absence(const Clinic& clinic, const desk::Facts& facts) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto id = RecordId::parse(facts.subject);
    const auto found = id ? rota::find_absence(facts.model, *id) : std::nullopt;
    if (!found) return Refusal{Why::not_found, "no absence has this id", "", "id"};
    Json out = absence_json(clinic, *found);
    out["changes"] = Json::array();
    for (const auto& visit : booking::visits_of_repair(facts.model, found->day, found->id)) {
        out["changes"].push_back(told_json(clinic, facts, visit));
    }
    return out;
}

}  // namespace

Json change_json(const Clinic& clinic, const desk::Facts& facts, const booking::Visit& visit,
                 const care::Placement* to, Shown shown) {
    Json out{{"visit", visit.id.text()},
             {"service", visit.service},
             {"status", care::text_of(visit.status)},
             {"walk_in", visit.walk_in}};
    if (!visit.identifier.empty()) out["identifier"] = visit.identifier;
    const auto tickets = queue::tickets_of_visit(facts.model, visit.id);
    if (!tickets.empty()) out["number"] = tickets.front().text();
    if (visit.patient && shown == Shown::words) {
        out["patient"] = patient_json(facts.model, *visit.patient);
    }
    std::optional<Timestamp> start;
    if (visit.placement) start = visit.placement->begins();
    out["from"] = place_json(clinic, start, visit.meant_for());
    out["to"] = nullptr;
    if (to == nullptr) return out;
    if (start) start = to->start;
    out["to"] = place_json(clinic, start, to->practitioner);
    return out;
}

Json absence_json(const Clinic& clinic, const rota::Absence& absence) {
    return {{"id", absence.id.text()},
            {"practitioner", absence.practitioner},
            {"day", absence.day},
            {"from", time_text(clinic, absence.from)},
            {"until", time_text(clinic, absence.until)},
            {"undone", absence.is_undone}};
}

bool is_to_be_rebooked(sqlite::Database& model, const booking::Visit& visit) {
    if (!visit.repair || booking::was_changed_by_repair(visit)) return false;
    if (care::has_ended(visit.status) || visit.status == care::Status::in_room) return false;
    const auto absence = rota::find_absence(model, *visit.repair);
    if (!absence || absence->is_undone) return false;
    if (visit.meant_for() != absence->practitioner) return false;
    return !visit.placement || visit.placement->begins() < absence->until;
}

desk::View absence_proposals_view(const Clinic& clinic) {
    return {"absence-proposals", staff(),
            [clinic](const desk::Facts& facts, const desk::Parameters& given) {
                return render_proposals(clinic, facts, given);
            }};
}

desk::View absence_view(const Clinic& clinic) {
    return {"absence", staff(), [clinic](const desk::Facts& facts, const desk::Parameters&) {
                return render_absence(clinic, facts);
            }};
}

}  // namespace wayside::day
