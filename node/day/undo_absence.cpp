// node/day/undo_absence.cpp: the practitioner is there after all: every visit that was moved stands
// again where it stood, in one entry, or nothing happens. Where the day has gone on too far for
// that, the practitioner may be back all the same, and the visits stay where they are now.

#include <algorithm>
#include <set>

#include "node/booking/repair.hpp"
#include "node/day/absence_view.hpp"
#include "node/day/body.hpp"
#include "node/day/commands.hpp"
#include "node/day/wish.hpp"

namespace wayside::day {

namespace {

/// Whether the visits go back to where they were, or stay where they are now.
enum class Visits { restore, keep };

struct UndoBody {
    Visits visits = Visits::restore;
};

Result<UndoBody> decode(const desk::Json& json) {
    Body body(json);
    const std::string visits = body.text("visits", max_id_bytes);
    if (!visits.empty() && visits != "restore" && visits != "keep") {
        body.fail("visits", "an undo restores the visits, or keeps them where they are now");
    }
    return body.result(UndoBody{visits == "keep" ? Visits::keep : Visits::restore});
}

Refusal refused(const char* rule, std::string detail) {
    return {Why::conflict, std::move(detail), rule, "id"};
}

/// Refuses `moved_on` where a visit that the absence moved was acted on since, or was moved again.
Result<void> has_nobody_gone_on(const Clinic& clinic, const rota::Absence& absence,
                                const std::vector<booking::Visit>& visits) {
    if (static_cast<std::int64_t>(visits.size()) != absence.visits) {
        return refused("moved_on", "a later absence has changed some of these visits: undo that.");
    }
    std::string who;
    for (const booking::Visit& visit : visits) {
        if (!booking::was_changed_by_repair(visit) || !visit.has_gone_on) continue;
        who += who.empty() ? "" : ", ";
        who +=
            visit.placement ? clinic.zone().local(visit.placement->begins()).time.text() + " " : "";
        who += visit.meant_for() + " (" + care::text_of(visit.status) + ")";
    }
    if (who.empty()) return {};
    return refused("moved_on", "these visits have gone on since they were moved: " + who + ".");
}

/// The old places are free: others may have been booked into them since. Refuses as
/// `booking::fit_together`.
Result<void> are_places_free(const Clinic& clinic, const desk::Facts& facts,
                             const rota::Absence& absence,
                             const std::vector<booking::Visit>& visits) {
    std::vector<booking::Move> moves;
    for (const booking::Visit& visit : visits) {
        if (!visit.placed_before) continue;
        const auto old = booking::find_placement(facts.model, *visit.placed_before);
        require(old.has_value(), "a placement that a visit had stands in its document");
        // An extra took nobody's place, and needs none to go back.
        if (old->is_extra()) continue;
        moves.push_back({visit.id,
                         {old->begins(), static_cast<std::int32_t>(old->minutes), old->practitioner,
                          visit.service}});
    }
    booking::Diary diary = diary_of(clinic, facts);
    // What is restored was right when it was promised, so a start that has passed is no fault.
    diary.now = absence.at.value_or(Timestamp{0});
    for (const booking::Move& move : moves) diary.now = std::min(diary.now, move.to.start);
    std::erase_if(diary.away, [&](const booking::Away& away) {
        return away.practitioner == absence.practitioner && away.span.begin == absence.from;
    });
    return booking::fit_together(diary, moves);
}

/// The edits that put every visit back. Refuses where one of them cannot go.
Result<std::vector<document::Edit>> restoring_edits(const Clinic& clinic, const desk::Facts& facts,
                                                    const rota::Absence& absence) {
    const auto visits = booking::visits_of_repair(facts.model, absence.day, absence.id);
    if (auto still = has_nobody_gone_on(clinic, absence, visits); !still) return still.refusal();
    if (auto free = are_places_free(clinic, facts, absence, visits); !free) return free.refusal();
    std::vector<document::Edit> out;
    for (const booking::Visit& visit : visits) {
        for (auto& edit : booking::undone_edits(visit)) out.push_back(std::move(edit));
    }
    return out;
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts,
                              const UndoBody& body) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto id = RecordId::parse(facts.subject);
    const auto found = id ? rota::find_absence(facts.model, *id) : std::nullopt;
    if (!found) return Refusal{Why::not_found, "no absence has this id", "", "id"};
    if (found->is_undone) return refused("already_undone", "this absence is undone already.");
    std::vector<document::Edit> restoring;
    if (body.visits == Visits::restore) {
        auto edits = restoring_edits(clinic, facts, *found);
        if (!edits) return edits.refusal();
        restoring = std::move(*edits);
    }

    auto edits = rota::undo_edits(*found);
    std::set<std::string> restored;
    for (document::Edit& edit : restoring) {
        restored.insert(edit.record);
        edits.push_back(std::move(edit));
    }
    desk::Decision out;
    out.edits.push_back({day_document(found->day), std::move(edits)});
    out.remark = found->practitioner + " is there after all: " + std::to_string(restored.size()) +
                 " back where they were";
    rota::Absence undone = *found;
    undone.is_undone = true;
    out.answer = absence_json(clinic, undone);
    out.answer["restored"] = restored.size();
    out.events.push_back(change_event(found->day, nullptr, {"day", "queue"}));
    return out;
}

}  // namespace

desk::Command undo_absence(const Clinic& clinic) {
    return desk::make_command<UndoBody>(
        "undo-absence", staff(), decode,
        [clinic](const desk::Facts& facts, desk::Means&, const UndoBody& body) {
            return decide(clinic, facts, body);
        });
}

}  // namespace wayside::day
