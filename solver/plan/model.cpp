#include "solver/plan/model.hpp"

#include <algorithm>

namespace wayside::solver::plan {

namespace {

using problem::Disruption;
using problem::Problem;
using problem::Resource;

/// All that lies outside of `spans`, which are in order and apart.
void take_outside(std::vector<Span>& taken, const std::vector<Span>& spans, Slot slots) {
    Slot at = 0;
    for (const Span span : spans) {
        if (span.begin > at) taken.push_back({at, span.begin});
        at = std::max(at, span.end);
    }
    if (at < slots) taken.push_back({at, slots});
}

std::vector<std::int16_t> open_counts(const std::vector<Span>& breaks, Slot slots) {
    std::vector<std::int16_t> open(static_cast<std::size_t>(slots) + 1, 0);
    for (Slot slot = 0; slot < slots; ++slot) {
        const bool is_rest = std::any_of(breaks.begin(), breaks.end(),
                                         [slot](Span rest) { return rest.holds(slot); });
        const auto at = static_cast<std::size_t>(slot);
        open[at + 1] = static_cast<std::int16_t>(open[at] + (is_rest ? 0 : 1));
    }
    return open;
}

Unit unit_of(const Resource& resource, Model& model) {
    Unit unit{.is_person = is_person(resource.kind), .clean = resource.clean};
    unit.duty_begin = model.duties.size();
    if (unit.is_person) {
        unit.clean = 0;
        std::vector<Span> worked;
        for (const problem::Shift& shift : resource.shifts) {
            const Slot last_end = std::min(shift.span.end + shift.overtime, model.slots);
            model.duties.push_back({shift.span.begin, shift.span.end, last_end});
            worked.push_back({shift.span.begin, last_end});
        }
        take_outside(unit.taken, worked, model.slots);
        if (resource.shifts.empty()) model.duties.push_back({});
        unit.taken.insert(unit.taken.end(), resource.breaks.begin(), resource.breaks.end());
        unit.open = open_counts(resource.breaks, model.slots);
        unit.contract = resource.contract_slots;
        const Slot paid = paid_slots(resource);
        // Rounded so that the target is never narrower than it says.
        unit.use_least = paid * model.weights.use_least_percent / 100;
        unit.use_most = (paid * model.weights.use_most_percent + 99) / 100;
    }
    unit.duty_end = model.duties.size();
    unit.taken.insert(unit.taken.end(), resource.closed.begin(), resource.closed.end());
    return unit;
}

ServiceModel service_of(const Problem& problem, const problem::Service& service) {
    ServiceModel made{.lead_stage = service.lead_stage, .lead_need = service.lead_need};
    made.scarcity = problem.resources.size() * 64;
    std::size_t persons = 0;
    for (const problem::Stage& stage : service.stages) {
        StageModel stage_model{
            .use_begin = made.needs, .gap_least = stage.gap_least, .gap_most = stage.gap_most};
        for (const problem::Need& need : stage.needs) {
            NeedModel need_model{.is_person = is_person(need.kind), .setup = 0, .clean = 0};
            if (!need_model.is_person) {
                need_model.setup = need.setup;
                need_model.clean = need.clean;
            }
            for (std::size_t r = 0; r < problem.resources.size(); ++r) {
                const Slot until = suits_until(problem.resources[r], need, service);
                if (until == 0) continue;
                const Slot clean =
                    need_model.is_person ? 0 : need.clean + problem.resources[r].clean;
                need_model.pool.push_back({static_cast<UnitIndex>(r), clean, until});
                need_model.has_expiry = need_model.has_expiry || until < problem.slots;
            }
            persons += need_model.is_person ? 1 : 0;
            made.scarcity = std::min(made.scarcity, need_model.pool.size());
            stage_model.needs.push_back(std::move(need_model));
        }
        made.needs += stage.needs.size();
        made.stages.push_back(std::move(stage_model));
    }
    made.is_simple = made.stages.size() == 1 && persons == 1 &&
                     made.stages.front().needs.front().is_person && made.lead_need == 0;
    // A visit of several stages or persons is the harder to place the more it needs at once.
    made.scarcity = made.scarcity * 4 / (made.stages.size() + persons);
    return made;
}

std::vector<Cost> start_prices(const problem::Visit& visit, const Model& model) {
    const problem::Weights& weights = model.weights;
    const bool has_days = !visit.wishes.days.empty() && weights.wish != 0;
    if (!has_days && weights.long_wait == 0) return {};
    std::vector<Cost> prices(static_cast<std::size_t>(model.slots), 0);
    for (Slot slot = 0; slot < model.slots; ++slot) {
        Cost& price = prices[static_cast<std::size_t>(slot)];
        price = weights.long_wait * std::max(0, slot - visit.wish_to - weights.long_wait_after);
        const auto& days = visit.wishes.days;
        const bool is_met =
            std::any_of(days.begin(), days.end(), [slot](Span day) { return day.holds(slot); });
        if (has_days && !is_met) price += weights.wish;
    }
    return prices;
}

std::vector<Overrun> overruns_of(const problem::Visit& visit) {
    std::vector<Overrun> overruns;
    for (std::size_t k = 0; k < visit.slots.size(); ++k) {
        const Slot p80 = k < visit.slots_p80.size() ? visit.slots_p80[k] : visit.slots[k];
        overruns.push_back({static_cast<std::int16_t>(std::max(0, p80 - visit.slots[k])),
                            static_cast<std::int16_t>(visit.show_percent)});
    }
    return overruns;
}

VisitModel visit_of(const Problem& problem, const problem::Visit& visit, Model& model) {
    const ServiceModel& service = model.services[visit.service];
    VisitModel made{.service = visit.service,
                    .stage_begin = model.stages,
                    .use_begin = model.uses,
                    .lengths = visit.slots,
                    .earliest = visit.earliest,
                    .latest = visit.latest,
                    .wish_from = visit.wish_from,
                    .wish_to = visit.wish_to,
                    .unserved = model.weights.unserved[static_cast<std::size_t>(visit.urgency)]};
    for (std::size_t k = 0; k < service.stages.size(); ++k) {
        for (const NeedModel& need : service.stages[k].needs) {
            made.person_slots += need.is_person ? visit.slots[k] : 0;
        }
    }
    for (const Suited& suited : service.stages[service.lead_stage].needs[service.lead_need].pool) {
        made.lead_price.push_back(model.weights.wish *
                                  unmet_wishes(visit, problem.resources[suited.unit]));
    }
    made.start_price = start_prices(visit, model);
    if (model.has_knock_on) made.overruns = overruns_of(visit);
    model.stages += service.stages.size();
    model.uses += service.needs;
    return made;
}

bool has_shape(const Model& model, std::size_t visit, const problem::Placement& placement) {
    const ServiceModel& service = model.service_of(visit);
    if (placement.size() != service.stages.size()) return false;
    for (std::size_t k = 0; k < placement.size(); ++k) {
        const Slot begin = placement[k].start;
        const Slot end = begin + model.visits[visit].lengths[k];
        if (placement[k].uses.size() != service.stages[k].needs.size()) return false;
        for (std::size_t n = 0; n < placement[k].uses.size(); ++n) {
            const NeedModel& need = service.stages[k].needs[n];
            const auto& pool = need.pool;
            const auto is_it = [&](Suited s) { return s.unit == placement[k].uses[n]; };
            if (std::none_of(pool.begin(), pool.end(), is_it)) return false;
            const Slot clean = need.clean + model.units[placement[k].uses[n]].clean;
            if (begin - need.setup < 0 || end + clean > model.slots) return false;
        }
    }
    return true;
}

/// What has begun stays as it is: nobody else may have its resources, whatever becomes of the rest.
void pin_begun(Model& model, std::size_t v) {
    VisitModel& visit = model.visits[v];
    const ServiceModel& service = model.services[visit.service];
    while (visit.pinned < visit.announced.starts.size() &&
           visit.announced.starts[visit.pinned] < model.from) {
        const StageModel& stage = service.stages[visit.pinned];
        for (std::size_t n = 0; n < stage.needs.size(); ++n) {
            Unit& unit = model.units[visit.announced.uses[stage.use_begin + n]];
            const Slot start = visit.announced.starts[visit.pinned];
            const Slot end = start + visit.lengths[visit.pinned];
            unit.taken.push_back({std::max(0, start - stage.needs[n].setup),
                                  std::min(model.slots, end + stage.needs[n].clean + unit.clean)});
        }
        ++visit.pinned;
    }
}

}  // namespace

std::size_t words_for(Slot slots) {
    if (slots <= 128) return 2;
    return slots <= 512 ? 8 : 40;
}

Model make_model(const Problem& problem) {
    Model model{.weights = problem.weights, .slots = problem.slots};
    const problem::Weights& weights = problem.weights;
    model.has_work_price =
        weights.beyond_share != 0 || weights.over_use != 0 || weights.under_use != 0;
    model.has_knock_on = weights.knock_on != 0;
    const std::vector<Slot> shares = fair_shares(problem);
    for (std::size_t r = 0; r < problem.resources.size(); ++r) {
        model.units.push_back(unit_of(problem.resources[r], model));
        model.units.back().share = shares[r];
        model.has_contract = model.has_contract || model.units.back().contract < problem::never;
    }
    for (const problem::Service& service : problem.services) {
        model.services.push_back(service_of(problem, service));
    }
    for (const problem::Visit& visit : problem.visits) {
        model.visits.push_back(visit_of(problem, visit, model));
    }
    return model;
}

Model make_model(const Problem& problem, const Disruption& disruption) {
    Model model = make_model(problem);
    model.from = disruption.from;
    const std::size_t announced = std::min(model.visits.size(), disruption.announced.visits.size());
    for (std::size_t v = 0; v < announced; ++v) {
        const problem::Placement& placement = disruption.announced.visits[v];
        if (placement.empty() || !has_shape(model, v, placement)) continue;
        for (const problem::StagePlacement& stage : placement) {
            model.visits[v].announced.starts.push_back(stage.start);
            for (const std::size_t unit : stage.uses) {
                model.visits[v].announced.uses.push_back(static_cast<UnitIndex>(unit));
            }
        }
        pin_begun(model, v);
    }
    for (const problem::Absence& absence : disruption.absences) {
        model.units[absence.resource].taken.push_back({absence.from, model.slots});
    }
    for (const problem::Closure& closure : disruption.closures) {
        model.units[closure.resource].taken.push_back(closure.span);
    }
    return model;
}

problem::Plan plan_of(const Model& model, const std::vector<Seat>& seats) {
    problem::Plan plan;
    plan.visits.resize(seats.size());
    for (std::size_t v = 0; v < seats.size(); ++v) {
        const ServiceModel& service = model.service_of(v);
        for (std::size_t k = 0; k < seats[v].starts.size(); ++k) {
            problem::StagePlacement stage{.start = seats[v].starts[k], .uses = {}};
            for (std::size_t n = 0; n < service.stages[k].needs.size(); ++n) {
                stage.uses.push_back(seats[v].uses[service.stages[k].use_begin + n]);
            }
            plan.visits[v].push_back(std::move(stage));
        }
    }
    return plan;
}

std::vector<Seat> seats_of(const Model& model, const problem::Plan& plan) {
    std::vector<Seat> seats(model.visits.size());
    for (std::size_t v = 0; v < std::min(seats.size(), plan.visits.size()); ++v) {
        if (!has_shape(model, v, plan.visits[v])) continue;
        for (const problem::StagePlacement& stage : plan.visits[v]) {
            seats[v].starts.push_back(stage.start);
            for (const std::size_t unit : stage.uses) {
                seats[v].uses.push_back(static_cast<UnitIndex>(unit));
            }
        }
    }
    return seats;
}

}  // namespace wayside::solver::plan
