#include "node/care/slot_problem.hpp"

#include <algorithm>
#include <utility>

#include "node/care/staffing.hpp"

namespace wayside::care {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t tick_ms = solver::find::tick_minutes * minute_ms;
constexpr std::int64_t day_ms = 24 * 60 * minute_ms;
/// How far beyond a query's span a shortage is followed.
constexpr std::int64_t follow_ms = 7 * day_ms;
constexpr std::int64_t alternatives_ms = 14 * day_ms;
/// In ticks: an hour of wait for one's own practitioner.
constexpr std::int64_t other_practitioner_cost = 12;
constexpr std::size_t most_asked = 4'096;

std::int64_t floor_to_tick(std::int64_t ms) {
    return ms - ((ms % tick_ms) + tick_ms) % tick_ms;
}

solver::find::Tick ceiling_tick(std::int64_t ms_since_zero) {
    return static_cast<solver::find::Tick>((ms_since_zero + tick_ms - 1) / tick_ms);
}

/// Spans of UTC as minutes since tick 0. A part of a minute is rounded the way that leaves less.
struct Minutes {
    std::int64_t zero_ms;

    [[nodiscard]] std::int64_t down(Timestamp at) const {
        const std::int64_t ms = at.ms - zero_ms;
        return (ms - ((ms % minute_ms) + minute_ms) % minute_ms) / minute_ms;
    }
    [[nodiscard]] std::int64_t up(Timestamp at) const { return down({at.ms + minute_ms - 1}); }
};

/// Fills one problem from a set-up.
class Builder {
  public:
    Builder(const Setup& setup, const Zone& zone, std::span<const Placement> taken,
            const Service& service, const SlotQuery& query)
        : setup_(setup),
          taken_(taken),
          service_(service),
          horizon_{{floor_to_tick(query.from.ms)},
                   {floor_to_tick(query.to.ms) + follow_ms + day_ms}},
          ticks_(ceiling_tick(horizon_.end.ms - horizon_.begin.ms)),
          minutes_{horizon_.begin.ms},
          calendar_(zone, horizon_) {
        out_.agenda = solver::find::Agenda(ticks_);
        out_.tick_zero = horizon_.begin;
        out_.minutes = query.minutes > 0 ? query.minutes : service.minutes;
        out_.from = ceiling_tick(query.from.ms - horizon_.begin.ms);
        out_.to = ceiling_tick(query.to.ms - horizon_.begin.ms);
        holds_ = {0, ceiling_tick(out_.minutes * minute_ms)};
    }

    SlotProblem build(const std::string& named_practitioner) {
        opening_ = calendar_.opening(setup_);
        add_pool({SlotNeed::What::hours, ""}, 1, 1, [&](solver::find::Pool& pool) {
            for (const Span& closed : gaps(opening_, horizon_)) take(pool, closed, 1);
        });
        if (service_.needs_a_role()) add_givers(named_practitioner);
        if (is_further_staff_needed_anywhere()) add_staff_pools();
        for (const ServiceNeed& need : service_.needs) {
            if (need.what != ServiceNeed::What::role) add_thing_pool(need);
        }
        return std::move(out_);
    }

  private:
    template <class Fill>
    void add_pool(SlotNeed need, std::int32_t capacity, std::int32_t needed, const Fill& fill) {
        solver::find::Pool pool(need.name, capacity, ticks_);
        fill(pool);
        const auto index = out_.agenda.add(std::move(pool));
        add_need(std::move(need), solver::find::Places{index, needed});
    }

    void add_need(SlotNeed need, solver::find::Wanted what) {
        out_.pattern.needs.push_back({need.name, std::move(what), holds_});
        out_.needs.push_back(std::move(need));
    }

    void take(solver::find::Pool& pool, const Span& span, std::int32_t places) const {
        pool.take(minutes_.down(span.begin), minutes_.up(span.end), places);
    }

    [[nodiscard]] solver::find::Calendar free_time(const Practitioner& who) const {
        solver::find::Calendar out(ticks_);
        for (const Span& span : shared(calendar_.shifts(who), opening_)) {
            out.open(minutes_.up(span.begin), minutes_.down(span.end));
        }
        for (const Span& pause : calendar_.breaks(who)) {
            out.take(minutes_.down(pause.begin), minutes_.up(pause.end));
        }
        for (const Placement& one : taken_) {
            if (one.practitioner != who.id) continue;
            out.take(minutes_.down(one.start), minutes_.up(one.span().end));
        }
        return out;
    }

    void add_givers(const std::string& named_practitioner) {
        solver::find::AnyOf givers;
        SlotNeed name{SlotNeed::What::practitioner, named_practitioner};
        for (const Practitioner& one : setup_.practitioners) {
            if (!named_practitioner.empty() && one.id != named_practitioner) continue;
            if (!service_.may_be_given_by(one)) continue;
            givers.alternatives.push_back(
                out_.agenda.add(solver::find::Resource{one.id, free_time(one)}));
        }
        for (const ServiceNeed& need : service_.needs) {
            const bool is_first = need.what == ServiceNeed::What::role && name.name.empty();
            if (is_first) name = {SlotNeed::What::role, need.kind};
        }
        add_need(std::move(name), std::move(givers));
    }

    [[nodiscard]] bool is_further_staff_needed_anywhere() const {
        return std::any_of(setup_.services.begin(), setup_.services.end(), [](const Service& one) {
            std::int32_t people = 0;
            for (const ServiceNeed& need : one.needs) {
                if (need.what == ServiceNeed::What::role) people += need.count;
            }
            return people > 1;
        });
    }

    /// One pool for each role that the service needs; whoever is not free takes a place of it, and
    /// so does every further person that a booking needs.
    void add_staff_pools() {
        for (const ServiceNeed& need : service_.needs) {
            if (need.what != ServiceNeed::What::role) continue;
            const std::int32_t here = setup_.count_of(need.what, need.kind);
            add_pool({SlotNeed::What::role, need.kind}, here, need.count,
                     [&](solver::find::Pool& pool) {
                         for (const Practitioner& one : setup_.practitioners) {
                             if (one.has_role(need.kind)) take_where_not_free(pool, free_time(one));
                         }
                         for (const Placement& one : taken_) {
                             const auto roles = further_roles(setup_, one);
                             const auto count = std::count(roles.begin(), roles.end(), need.kind);
                             take(pool, one.span(), static_cast<std::int32_t>(count));
                         }
                     });
        }
    }

    void take_where_not_free(solver::find::Pool& pool,
                             const solver::find::Calendar& calendar) const {
        for (solver::find::Tick tick = 0; tick < ticks_; ++tick) {
            if (calendar.free().has(tick)) continue;
            pool.take(tick * solver::find::tick_minutes, (tick + 1) * solver::find::tick_minutes,
                      1);
        }
    }

    void add_thing_pool(const ServiceNeed& need) {
        const auto what =
            need.what == ServiceNeed::What::room ? SlotNeed::What::room : SlotNeed::What::equipment;
        add_pool({what, need.kind}, setup_.count_of(need.what, need.kind), need.count,
                 [&](solver::find::Pool& pool) {
                     for (const Placement& one : taken_) {
                         const Service* service = setup_.find_service(one.service);
                         if (service == nullptr) continue;
                         take(pool, one.span(), service->count_of(need.what, need.kind));
                     }
                 });
    }

    const Setup& setup_;
    std::span<const Placement> taken_;
    const Service& service_;
    Span horizon_;
    solver::find::Tick ticks_;
    Minutes minutes_;
    WallCalendar calendar_;
    std::vector<Span> opening_;
    solver::find::TickSpan holds_;
    SlotProblem out_;
};

/// Why the solver found nothing; empty if it did.
std::optional<SlotShortage> shortage_of(const SlotProblem& problem, const Zone& zone,
                                        const solver::find::Answer& answer) {
    if (!answer.bottleneck) return std::nullopt;
    SlotShortage out{problem.needs[answer.bottleneck->need], answer.bottleneck->is_alone_enough,
                     std::nullopt};
    if (const auto frees = answer.bottleneck->frees)
        out.frees = zone.local(problem.instant(*frees));
    return out;
}

FreeSlot free_slot(const SlotProblem& problem, const SlotQuery& query, const Zone& zone,
                   const solver::find::Slot& slot) {
    Placement placement{problem.instant(slot.start), problem.minutes, "", query.service};
    if (slot.practitioner) {
        placement.practitioner = problem.agenda.resources()[*slot.practitioner].id;
    }
    const Told told = zone.local(placement.start);
    return {std::move(placement), told, slot.reasons};
}

/// Asks for more while `check_placement` refuses some of what the solver offers.
std::vector<FreeSlot> checked_slots(const Setup& setup, const Zone& zone,
                                    std::span<const Placement> taken, const SlotQuery& query,
                                    const SlotProblem& problem,
                                    const solver::find::Question& question, Timestamp now) {
    std::vector<FreeSlot> out;
    solver::find::Question asked = question;
    for (;;) {
        const solver::find::Answer answer = find_slots(problem.agenda, problem.pattern, asked);
        out.clear();
        for (const solver::find::Slot& slot : answer.slots) {
            FreeSlot free = free_slot(problem, query, zone, slot);
            if (out.size() < question.count &&
                check_placement(setup, zone, taken, free.placement, now)) {
                out.push_back(std::move(free));
            }
        }
        const bool is_all = answer.slots.size() < asked.count || asked.count >= most_asked;
        if (out.size() >= question.count || is_all) return out;
        asked.count *= 4;
    }
}

std::vector<Placement> placements_near(std::span<const Placement> taken, Timestamp from,
                                       Timestamp to) {
    const Span around{{from.ms - 2 * day_ms}, {to.ms + follow_ms + 2 * day_ms}};
    std::vector<Placement> out;
    for (const Placement& one : taken) {
        if (one.span().meets(around)) out.push_back(one);
    }
    return out;
}

}  // namespace

std::string_view name_of(SlotNeed::What what) {
    switch (what) {
        case SlotNeed::What::hours:
            return "hours";
        case SlotNeed::What::practitioner:
            return "practitioner";
        case SlotNeed::What::role:
            return "role";
        case SlotNeed::What::room:
            return "room";
        case SlotNeed::What::equipment:
            return "equipment";
    }
    return "";
}

Result<SlotProblem> build_slot_problem(const Setup& setup, const Zone& zone,
                                       std::span<const Placement> taken, const SlotQuery& query) {
    if (query.to < query.from || query.to.ms - query.from.ms > longest_query_days * day_ms) {
        return Refusal{Why::invalid, "slots are looked for in a span of at most 92 days", "", "to"};
    }
    if (query.minutes < 0 || query.minutes > 24 * 60) {
        return Refusal{Why::invalid, "a booking takes 1 minute to 24 hours", "", "minutes"};
    }
    const Service* service = setup.find_service(query.service);
    if (service == nullptr) {
        return Refusal{Why::conflict, "this clinic has no such service.", "unknown_service",
                       "service"};
    }
    if (!query.practitioner.empty()) {
        const Practitioner* who = setup.find_practitioner(query.practitioner);
        if (who == nullptr) {
            return Refusal{Why::conflict, "nobody of this id works at this clinic.",
                           "unknown_practitioner", "practitioner"};
        }
        if (service->needs_a_role() && !service->may_be_given_by(*who)) {
            return Refusal{Why::conflict,
                           who->shown_name() + " does not give " + service->name + ".",
                           "wrong_role", "practitioner"};
        }
    }
    return Builder(setup, zone, taken, *service, query).build(query.practitioner);
}

Result<FreeSlots> find_free_slots(const Setup& setup, const Zone& zone,
                                  std::span<const Placement> taken, const SlotQuery& query,
                                  Timestamp now, std::size_t count, solver::find::Choose choose) {
    SlotQuery ahead = query;
    ahead.from = std::max(query.from, std::min(now, query.to));
    const auto near = placements_near(taken, ahead.from, ahead.to);
    const auto problem = build_slot_problem(setup, zone, near, ahead);
    if (!problem) return problem.refusal();

    const solver::find::Question question{problem->from, problem->to, count, choose, {}};
    FreeSlots out{checked_slots(setup, zone, near, ahead, *problem, question, now), std::nullopt};
    if (!out.slots.empty() || count == 0) return out;

    const auto answer = find_slots(problem->agenda, problem->pattern, question);
    out.shortage = shortage_of(*problem, zone, answer);
    return out;
}

std::vector<FreeSlot> find_alternatives(const Setup& setup, const Zone& zone,
                                        std::span<const Placement> taken, const Placement& refused,
                                        Timestamp now, std::size_t count) {
    const Timestamp from = std::max(refused.start, now);
    const bool is_length = refused.minutes >= 1 && refused.minutes <= 24 * 60;
    const SlotQuery query{
        refused.service, is_length ? refused.minutes : 0, "", from, {from.ms + alternatives_ms}};
    const auto near = placements_near(taken, query.from, query.to);
    const auto problem = build_slot_problem(setup, zone, near, query);
    if (!problem) return {};

    solver::find::Question question{
        problem->from, problem->to, count, solver::find::Choose::diverse, {}};
    const auto& resources = problem->agenda.resources();
    for (solver::find::ResourceIndex i = 0; i < resources.size(); ++i) {
        if (resources[i].id != refused.practitioner) continue;
        question.objective.wishes.practitioner = i;
        question.objective.wishes.other_practitioner = other_practitioner_cost;
    }
    return checked_slots(setup, zone, near, query, *problem, question, now);
}

std::optional<SlotShortage> find_shortage(const Setup& setup, const Zone& zone,
                                          std::span<const Placement> taken,
                                          const Placement& refused, Timestamp now) {
    const bool is_length = refused.minutes >= 1 && refused.minutes <= 24 * 60;
    if (refused.start < now || !is_length) return std::nullopt;
    const SlotQuery query{refused.service,
                          refused.minutes,
                          refused.practitioner,
                          refused.start,
                          {refused.start.ms + tick_ms}};
    const auto near = placements_near(taken, query.from, query.to);
    const auto problem = build_slot_problem(setup, zone, near, query);
    if (!problem) return std::nullopt;
    const solver::find::Question question{problem->from, problem->to, 1};
    return shortage_of(*problem, zone, find_slots(problem->agenda, problem->pattern, question));
}

}  // namespace wayside::care
