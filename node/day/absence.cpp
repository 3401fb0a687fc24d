// node/day/absence.cpp: a practitioner is not there, sick or called away, and the day goes on as a
// proposal says: one entry, with everybody whom it moves.

#include <set>

#include "node/booking/repair.hpp"
#include "node/booking/visits.hpp"
#include "node/day/absence_view.hpp"
#include "node/day/body.hpp"
#include "node/day/commands.hpp"

namespace wayside::day {

namespace {

/// More visits than a clinic day holds.
constexpr std::size_t most_changes = 1'000;

/// `start` is empty for a visit without a placement, `is_placed` false for one that finds none.
struct ChangeBody {
    std::string visit;
    bool is_placed = false;
    std::string start;
    std::string practitioner;
};

struct AbsenceBody {
    std::string from;
    std::string until;
    std::string proposal;
    std::string reason;
    std::vector<ChangeBody> changes;
};

Result<ChangeBody> decode_change(const desk::Json& json) {
    Body body(json);
    ChangeBody out;
    out.visit = body.needed_text("visit", max_id_bytes);
    if (body.fault()) return *body.fault();
    const auto to = json.find("to");
    if (to == json.end() || to->is_null()) return out;
    if (!to->is_object()) {
        body.fail("to", "where the visit goes is {start, practitioner}, or null");
        return *body.fault();
    }
    Body place(*to);
    out.is_placed = true;
    out.start = place.text("start", max_id_bytes);
    out.practitioner = place.text("practitioner", max_id_bytes);
    return place.result(std::move(out));
}

Result<AbsenceBody> decode(const desk::Json& json) {
    Body body(json);
    AbsenceBody out;
    out.from = body.needed_text("from", max_id_bytes);
    out.until = body.needed_text("until", max_id_bytes);
    out.proposal = body.needed_text("proposal", max_id_bytes);
    out.reason = body.text("reason", max_id_bytes);
    if (out.reason.empty()) out.reason = "sick";
    if (out.reason != "sick" && out.reason != "called-away") {
        body.fail("reason", "a practitioner is absent because sick or called-away");
    }
    const auto changes = json.is_object() ? json.find("changes") : json.end();
    const bool is_list = changes != json.end() && changes->is_array();
    if (!is_list || changes->size() > most_changes) {
        body.fail("changes", "the changes of the proposal, as they were shown, are a list");
    }
    if (body.fault()) return *body.fault();
    for (const desk::Json& each : *changes) {
        if (!each.is_object()) body.fail("changes", "a change is {visit, to}");
        if (body.fault()) return *body.fault();
        auto change = decode_change(each);
        if (!change) return change.refusal();
        out.changes.push_back(std::move(*change));
    }
    return out;
}

Refusal outdated() {
    return {Why::conflict, "the day has changed since this was proposed; ask again.",
            "proposal_outdated", "proposal"};
}

/// The proposal as it was shown, on the visits as they stand now.
Result<Proposal> proposal_in(const Clinic& clinic, const desk::Facts& facts,
                             const AbsenceBody& body) {
    Proposal out;
    std::set<VisitId> seen;
    for (const ChangeBody& change : body.changes) {
        auto visit = booking::visit_named(facts.model, change.visit);
        if (!visit || !seen.insert(visit->id).second) return outdated();
        if (!change.is_placed) {
            out.unplaced.push_back(std::move(*visit));
            continue;
        }
        care::Placement to{{}, 0, change.practitioner, visit->service};
        if (visit->placement) {
            const auto start = clinic.zone().told(change.start);
            if (!start) return start.refusal();
            to.start = start->instant();
            to.minutes = static_cast<std::int32_t>(visit->placement->minutes);
        }
        out.moved.push_back({std::move(*visit), std::move(to)});
    }
    return out;
}

/// The edits of a day's visits: every one that the proposal names.
std::vector<document::Edit> visit_edits(const Clinic& clinic, desk::Means& means, RecordId absence,
                                        const Proposal& proposal) {
    std::vector<document::Edit> out;
    const auto add = [&out](std::vector<document::Edit> edits) {
        for (document::Edit& edit : edits) out.push_back(std::move(edit));
    };
    for (const ReplannedVisit& one : proposal.moved) {
        if (!one.visit.placement) {
            add(booking::handed_on_edits(one.visit, absence, one.to.practitioner));
            continue;
        }
        const booking::Placement placement{means.ids.next<PlacementId>(), one.to.practitioner,
                                           clinic.zone().local(one.to.start),
                                           one.visit.placement->minutes};
        add(booking::moved_edits(one.visit, absence, placement));
    }
    for (const booking::Visit& visit : proposal.unplaced) {
        add(booking::unplaced_edits(visit, absence));
    }
    return out;
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const AbsenceBody& body) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto asked = absence_asked(clinic, facts, body.from, body.until, Asking::again);
    if (!asked) return asked.refusal();
    const auto proposal = proposal_in(clinic, facts, body);
    if (!proposal) return proposal.refusal();
    if (digest_of(*asked, *proposal) != body.proposal) return outdated();
    if (const auto still = holds(clinic, facts, *asked, *proposal); !still) return still.refusal();

    rota::Absence absence;
    absence.id = means.ids.next<RecordId>();
    absence.practitioner = asked->practitioner;
    absence.day = asked->day;
    absence.from = asked->from;
    absence.until = asked->until;
    absence.says_out = is_at_once(*asked, facts.now);
    absence.visits = static_cast<std::int64_t>(body.changes.size());
    desk::Decision out;
    auto edits = rota::absence_edits(absence);
    for (auto& edit : visit_edits(clinic, means, absence.id, *proposal)) {
        edits.push_back(std::move(edit));
    }
    out.edits.push_back({day_document(asked->day), std::move(edits)});
    out.reason = body.reason;
    out.remark = asked->practitioner + " absent, proposal " + body.proposal + ": " +
                 std::to_string(proposal->moved.size()) + " moved, " +
                 std::to_string(proposal->unplaced.size()) + " to rebook";
    out.created = true;
    out.answer = absence_json(clinic, absence);
    out.answer["changes"] = desk::Json::array();
    for (const ReplannedVisit& one : proposal->moved) {
        out.answer["changes"].push_back(
            change_json(clinic, facts, one.visit, &one.to, Shown::ids_only));
    }
    for (const booking::Visit& visit : proposal->unplaced) {
        out.answer["changes"].push_back(
            change_json(clinic, facts, visit, nullptr, Shown::ids_only));
    }
    out.events.push_back(change_event(asked->day, nullptr, {"day", "queue"}));
    return out;
}

}  // namespace

desk::Command absence(const Clinic& clinic) {
    return desk::make_command<AbsenceBody>(
        "absence", staff(), decode,
        [clinic](const desk::Facts& facts, desk::Means& means, const AbsenceBody& body) {
            return decide(clinic, facts, means, body);
        });
}

}  // namespace wayside::day
