#include "node/day/replan.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "node/booking/visits.hpp"
#include "node/care/day_problem.hpp"
#include "node/day/proposal_choice.hpp"
#include "node/day/wish.hpp"
#include "node/rota/absences.hpp"
#include "solver/plan/repair.hpp"
#include "storage/crypto/hash.hpp"

namespace wayside::day {

namespace {

using care::Status;

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t step_ms = 5 * minute_ms;
/// Who falls out this soon begins nothing more: those who wait for them are struck too.
constexpr std::int64_t at_once_ms = 15 * minute_ms;
constexpr std::int64_t repair_rounds = 3'000;

Result<Timestamp> time_typed(const Clinic& clinic, const std::string& text, const char* field) {
    if (const auto told = clinic.zone().told(text)) return told->instant();
    return Refusal{Why::invalid, "this is a time, such as 2026-03-02T11:00:00+03:00", "", field};
}

/// It could be given another place: it has not begun, and is not about to.
bool is_movable(const booking::Visit& visit) {
    using enum Status;
    if (!visit.placement)
        return visit.status == expected || visit.status == waiting || visit.status == parked;
    return visit.status == booked || visit.status == waiting || visit.status == parked;
}

bool has_come(const booking::Visit& visit) {
    return care::is_in_queue(visit.status);
}

bool is_struck(const AbsenceAsked& asked, Timestamp now, const booking::Visit& visit) {
    if (!is_movable(visit) || visit.meant_for() != asked.practitioner) return false;
    if (!visit.placement) return is_at_once(asked, now);
    const Timestamp begins = visit.placement->begins();
    if (asked.from <= begins) return begins < asked.until;
    // Its time has come: who is here still waits for it, and who is late may yet come.
    return is_at_once(asked, now) && (has_come(visit) || asked.from < visit.placement->ends());
}

care::DayVisit day_visit(const Clinic& clinic, const AbsenceAsked& asked, Timestamp now,
                         const booking::Visit& visit) {
    care::DayVisit out;
    out.placement.practitioner = visit.meant_for();
    out.placement.service = visit.service;
    if (visit.placement) {
        out.placement.start = visit.placement->begins();
        out.placement.minutes = static_cast<std::int32_t>(visit.placement->minutes);
    } else if (const auto* service = clinic.setup().find_service(visit.service)) {
        out.placement.start = asked.from;
        out.placement.minutes = service->minutes;
    }
    out.has_come = has_come(visit) || !visit.placement;
    out.is_urgent = clinic.setup().triage.effective(visit.triage).is_emergency;
    if (!is_movable(visit)) return out;
    out.standing = visit.placement ? care::Standing::promised : care::Standing::waiting;
    if (!visit.placement || out.placement.start >= asked.from) return out;
    out.standing = is_struck(asked, now, visit) ? care::Standing::homeless : care::Standing::fixed;
    return out;
}

/// The day's visits that take time of it, and who else is away, beside each other.
struct Day {
    std::vector<booking::Visit> visits;  // of each of `given`, but for those of the absent
    std::vector<care::DayVisit> given;
};

Day day_before(const Clinic& clinic, const desk::Facts& facts, const AbsenceAsked& asked) {
    Day out;
    for (booking::Visit& visit : booking::visits_of_day(facts.model, asked.day)) {
        const bool takes_time =
            visit.placement ? care::holds_capacity(visit.status) : is_movable(visit);
        if (!takes_time) continue;
        // An extra takes no time of its own: it stays where it is, unless it is struck.
        const bool is_extra = visit.placement && visit.placement->is_extra();
        if (is_extra && !is_struck(asked, facts.now, visit)) continue;
        out.given.push_back(day_visit(clinic, asked, facts.now, visit));
        out.visits.push_back(std::move(visit));
    }
    for (const rota::Absence& away : rota::standing_absences(facts.model, asked.from)) {
        const auto minutes = (away.until.ms - away.from.ms + minute_ms - 1) / minute_ms;
        out.given.push_back({care::Standing::fixed,
                             {away.from, static_cast<std::int32_t>(minutes), away.practitioner, ""},
                             false,
                             false});
    }
    return out;
}

bool can_anybody_else(const Clinic& clinic, const AbsenceAsked& asked,
                      const booking::Visit& visit) {
    const care::Service* service = clinic.setup().find_service(visit.service);
    const auto& all = clinic.setup().practitioners;
    return service != nullptr && std::any_of(all.begin(), all.end(), [&](const auto& who) {
               return who.id != asked.practitioner && service->may_be_given_by(who);
           });
}

/// What a plan comes to for the desk; empty if it leaves out somebody whose place stands.
std::optional<Proposal> proposal_of(const Clinic& clinic, const desk::Facts& facts,
                                    const AbsenceAsked& asked, const Day& day,
                                    const std::vector<care::PlannedVisit>& planned) {
    Proposal out;
    for (const care::PlannedVisit& one : planned) {
        const booking::Visit& visit = day.visits[one.visit];
        const care::Placement& told = day.given[one.visit].placement;
        const bool struck = is_struck(asked, facts.now, visit);
        if (!visit.placement && !struck) continue;
        if (!one.placement) {
            if (!struck) return std::nullopt;
            const bool waits_for_anybody =
                !visit.placement && can_anybody_else(clinic, asked, visit);
            if (!waits_for_anybody) {
                out.unplaced.push_back(visit);
                continue;
            }
        }
        care::Placement to = one.placement.value_or(told);
        if (!one.placement) to.practitioner.clear();
        if (to != told) out.moved.push_back({visit, std::move(to)});
    }
    std::sort(out.moved.begin(), out.moved.end(), [](const auto& a, const auto& b) {
        return std::pair(a.to.start, a.visit.id) < std::pair(b.to.start, b.visit.id);
    });
    return out;
}

/// As the plan, but nobody comes at another time than they were told: who would have to is booked
/// anew by hand, and who is not struck stays.
Proposal keeping_times(const AbsenceAsked& asked, const Proposal& plan) {
    Proposal out;
    out.unplaced = plan.unplaced;
    for (const ReplannedVisit& one : plan.moved) {
        if (one.visit.meant_for() != asked.practitioner) continue;
        const auto& told = one.visit.placement;
        if (!told || told->begins() == one.to.start) {
            out.moved.push_back(one);
        } else {
            out.unplaced.push_back(one.visit);
        }
    }
    return out;
}

/// With no more bookings moved: the planner does not count those who had no place to lose, so the
/// last of the struck are booked anew by hand instead. Empty if that is not enough.
std::optional<Proposal> capped(const AbsenceAsked& asked, Proposal plan, std::size_t most_moved) {
    const auto is_booking = [](const ReplannedVisit& one) { return bool{one.visit.placement}; };
    auto moved = std::count_if(plan.moved.begin(), plan.moved.end(), is_booking);
    for (auto i = plan.moved.size(); i > 0 && static_cast<std::size_t>(moved) > most_moved; --i) {
        const ReplannedVisit& one = plan.moved[i - 1];
        if (!is_booking(one) || one.visit.meant_for() != asked.practitioner) continue;
        plan.unplaced.push_back(one.visit);
        plan.moved.erase(plan.moved.begin() + static_cast<std::ptrdiff_t>(i - 1));
        --moved;
    }
    if (static_cast<std::size_t>(moved) > most_moved) return std::nullopt;
    return plan;
}

std::uint64_t seed_of(const AbsenceAsked& asked) {
    const std::string text = asked.day + " " + asked.practitioner;
    const auto raw = crypto::hash<8>("wayside replan", {}, {view_of(text)});
    std::uint64_t out = 0;
    for (const std::uint8_t byte : raw) out = out << 8 | byte;
    return out;
}

/// What the planner finds, in its order; each holds and keeps the cap.
std::vector<Proposal> searched(const Clinic& clinic, const desk::Facts& facts,
                               const AbsenceAsked& asked, std::size_t most_moved) {
    const Day day = day_before(clinic, facts, asked);
    const auto date = care::LocalDate::parse(asked.day);
    require(date.has_value(), "a clinic day is a date");
    const auto problem = care::build_day_problem(clinic.setup(), clinic.zone(), *date, day.given,
                                                 {asked.practitioner, {asked.from, asked.until}});
    std::vector<Proposal> out;
    if (!problem) return out;
    const solver::plan::RepairWish wish{.seed = seed_of(asked), .most_moves = most_moved};
    const auto repair =
        solver::plan::make_repair(problem->problem, problem->disruption, wish,
                                  solver::search::Budget::of_iterations(repair_rounds));
    for (const solver::plan::Proposal& each : repair.proposals) {
        const auto planned = care::visits_in(*problem, day.given, each.plan);
        auto one = proposal_of(clinic, facts, asked, day, planned);
        if (one) one = capped(asked, std::move(*one), most_moved);
        if (one && holds(clinic, facts, asked, *one)) out.push_back(std::move(*one));
    }
    return out;
}

Refusal outdated(const char* detail) {
    return {Why::conflict, detail, "proposal_outdated", "proposal"};
}

}  // namespace

Result<AbsenceAsked> absence_asked(const Clinic& clinic, const desk::Facts& facts,
                                   const std::string& from, const std::string& until,
                                   Asking asking) {
    AbsenceAsked out;
    out.practitioner = facts.subject;
    if (clinic.setup().find_practitioner(out.practitioner) == nullptr) {
        return Refusal{Why::not_found, "this clinic has no practitioner '" + facts.subject + "'",
                       "unknown_practitioner"};
    }
    const Timestamp soonest{facts.now.ms + step_ms};
    out.from = soonest;
    if (!from.empty()) {
        const auto typed = time_typed(clinic, from, "from");
        if (!typed) return typed.refusal();
        out.from = asking == Asking::again ? *typed : std::max(*typed, soonest);
    }
    if (out.from.ms % step_ms != 0) out.from.ms += step_ms - out.from.ms % step_ms;
    const auto date = clinic.zone().clinic_day(out.from, clinic.setup().day_begins);
    out.day = date.text();
    out.until = clinic.zone().clinic_day_end(date, clinic.setup().day_begins);
    if (!until.empty()) {
        const auto typed = time_typed(clinic, until, "until");
        if (!typed) return typed.refusal();
        out.until = std::min(out.until, *typed);
    }
    if (out.until <= out.from) {
        return Refusal{Why::invalid, "an absence ends after it began", "", "until"};
    }
    for (const rota::Absence& each : rota::standing_absences(facts.model, out.from)) {
        if (each.practitioner != out.practitioner || each.from >= out.until) continue;
        return Refusal{Why::conflict, "this practitioner is absent then already; undo that first.",
                       "already_absent", "from"};
    }
    return out;
}

bool is_at_once(const AbsenceAsked& asked, Timestamp now) {
    return asked.from.ms - now.ms < at_once_ms;
}

std::string digest_of(const AbsenceAsked& asked, const Proposal& proposal) {
    std::set<std::string> lines;
    const auto told = [](const booking::Visit& visit) {
        const auto& placement = visit.placement;
        return visit.id.text() + " " + (placement ? placement->id.text() : "-") + " " +
               visit.meant_for();
    };
    for (const ReplannedVisit& one : proposal.moved) {
        const auto start = one.visit.placement ? one.to.start.ms : 0;
        lines.insert(told(one.visit) + " > " + std::to_string(start) + " " + one.to.practitioner);
    }
    for (const booking::Visit& visit : proposal.unplaced) lines.insert(told(visit) + " -");
    std::string text = asked.practitioner + " " + std::to_string(asked.from.ms) + " " +
                       std::to_string(asked.until.ms);
    for (const std::string& line : lines) text += "\n" + line;
    return base32_of(crypto::hash<16>("wayside replan", {}, {view_of(text)}));
}

std::vector<booking::Visit> struck_visits(const desk::Facts& facts, const AbsenceAsked& asked) {
    auto out = booking::visits_of_day(facts.model, asked.day);
    std::erase_if(out, [&](const auto& visit) { return !is_struck(asked, facts.now, visit); });
    return out;
}

std::vector<booking::Visit> visits_under_way(const desk::Facts& facts, const AbsenceAsked& asked) {
    auto out = booking::visits_of_day(facts.model, asked.day);
    std::erase_if(out, [&](const booking::Visit& visit) {
        const bool is_under_way = visit.status == Status::called || visit.status == Status::in_room;
        const std::string& who = visit.server.empty() ? visit.meant_for() : visit.server;
        return !is_under_way || who != asked.practitioner;
    });
    return out;
}

std::vector<Proposal> proposals(const Clinic& clinic, const desk::Facts& facts,
                                const AbsenceAsked& asked, std::size_t most_moved) {
    auto out = worth_showing(asked, searched(clinic, facts, asked, most_moved));
    const Proposal by_hand{"by_hand", {}, struck_visits(facts, asked)};
    if (out.empty()) return {by_hand};
    if (out.size() == 1) {
        Proposal gentle = keeping_times(asked, out.front());
        if (!gentle.moved.empty() && holds(clinic, facts, asked, gentle)) {
            out.push_back(std::move(gentle));
            out = worth_showing(asked, std::move(out));
        }
    }
    if (out.size() == 1 && !out.front().moved.empty()) out.push_back(by_hand);
    return out;
}

Result<void> holds(const Clinic& clinic, const desk::Facts& facts, const AbsenceAsked& asked,
                   const Proposal& proposal) {
    std::set<VisitId> settled;
    std::vector<booking::Move> moves;
    for (const ReplannedVisit& one : proposal.moved) {
        if (!is_movable(one.visit) || one.visit.day != asked.day) {
            return outdated("a visit that was to be moved has gone on since.");
        }
        settled.insert(one.visit.id);
        if (one.visit.placement) moves.push_back({one.visit.id, one.to});
    }
    for (const booking::Visit& visit : proposal.unplaced) {
        if (!is_struck(asked, facts.now, visit)) {
            return outdated("a visit that was without a place has one.");
        }
        settled.insert(visit.id);
    }
    for (const booking::Visit& visit : struck_visits(facts, asked)) {
        if (!settled.contains(visit.id)) return outdated("another visit stands in this absence.");
    }
    booking::Diary diary = diary_of(clinic, facts);
    diary.away.push_back({asked.practitioner, {asked.from, asked.until}});
    if (const auto fits = booking::fit_together(diary, moves); !fits) {
        return outdated("a place that was free then is free no longer.");
    }
    return {};
}

}  // namespace wayside::day
