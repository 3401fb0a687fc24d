// solver/plan/finder_staged.cpp: a finder's part for visits of several stages or people: from the
// last stage to the first, what each start costs with the best that can follow.

#include <algorithm>

#include "solver/plan/finder.hpp"

namespace wayside::solver::plan {

namespace {

/// Whether one of the first `count` is there twice.
bool has_twice(const std::array<UnitIndex, problem::most_needs>& uses, std::size_t count) {
    for (std::size_t i = 1; i < count; ++i) {
        const auto end = uses.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(uses.begin(), end, uses[i]) != end) return true;
    }
    return false;
}

}  // namespace

/// Which starts of each stage can begin a whole passage. False if there is none.
template <std::size_t Words>
bool Finder<Words>::spread_starts(std::size_t visit) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    const std::size_t stages = service.stages.size();
    Set reach = window(visit);
    for (std::size_t k = 0; k < stages; ++k) {
        const StageModel& stage = service.stages[k];
        if (k > 0) {
            reach = steps_[k - 1]
                        .later(facts.lengths[k - 1] + stage.gap_least)
                        .smeared_later(stage.gap_most - stage.gap_least);
        }
        if (k < facts.pinned) {
            steps_[k] = {};
            steps_[k].add(facts.announced.starts[k]);
            continue;
        }
        if (k > 0) reach &= Set::range(model_.from, model_.slots);
        steps_[k] = stage_starts(stage, facts.lengths[k], reach);
        if (steps_[k].none()) return false;
    }
    for (std::size_t k = stages - 1; k-- > 0;) {
        const StageModel& after = service.stages[k + 1];
        steps_[k] &= steps_[k + 1]
                         .earlier(facts.lengths[k] + after.gap_least)
                         .smeared_earlier(after.gap_most - after.gap_least);
        if (steps_[k].none()) return false;
    }
    return true;
}

/// Lays one person of a need's pool beside the cheapest yet, start by start. Somebody who is in two
/// stages of the visit is priced as if they were two visits; `exact_delta` says what it comes to.
template <std::size_t Words>
void Finder<Words>::price_person(std::size_t visit, std::size_t k, std::size_t n, std::size_t at) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    const StageModel& stage = service.stages[k];
    const Suited& suited = stage.needs[n].pool[at];
    const UnitIndex unit = suited.unit;
    const Slot length = facts.lengths[k];
    const auto slots = static_cast<std::size_t>(model_.slots);
    Set starts = steps_[k];
    if (k < facts.pinned) {
        if (unit != facts.announced.uses[stage.use_begin + n]) return;
    } else {
        if (!state_.may_work(unit, length)) return;
        starts &= state_.free_starts(unit, length).and_not(settled_);
        if (starts.none()) return;
        if (stage.needs[n].has_expiry) starts &= Set::range(0, suited.until - length + 1);
    }
    const bool is_lead = k == service.lead_stage && n == service.lead_need;
    const Cost fixed = is_lead ? facts.lead_price[at] : 0;
    const Overrun overrun = facts.overrun(k);
    const std::int64_t floor = -(model_.weights.idle + model_.weights.under_use) * length * parts;
    starts.each([&](Slot start) {
        const auto here = static_cast<std::size_t>(start);
        for (std::size_t other = 0; other < n && k >= facts.pinned; ++other) {
            if (!stage.needs[other].is_person) continue;
            if (people_[(stage.use_begin + other) * slots + here] == unit) return;
        }
        const std::int64_t price =
            (state_.person_delta(unit, start, start + length, overrun) + fixed) * parts;
        if (price >= least_[here]) return;
        least_[here] = price;
        if (price <= floor) settled_.add(start);
        people_[(stage.use_begin + n) * slots + here] = unit;
    });
}

/// The cheapest people for a stage at each start, kept in `people_`; what they cost, in `prices_`.
template <std::size_t Words>
void Finder<Words>::price_stage(std::size_t visit, std::size_t k) {
    const StageModel& stage = model_.service_of(visit).stages[k];
    const auto slots = static_cast<std::size_t>(model_.slots);
    std::int64_t* const prices = prices_.data() + k * slots;
    steps_[k].each([&](Slot start) { prices[start] = 0; });
    for (std::size_t n = 0; n < stage.needs.size(); ++n) {
        if (!stage.needs[n].is_person) continue;
        steps_[k].each([&](Slot start) { least_[static_cast<std::size_t>(start)] = impossible; });
        settled_ = {};
        for (std::size_t at = 0; at < stage.needs[n].pool.size(); ++at) {
            price_person(visit, k, n, at);
        }
        steps_[k].each([&](Slot start) {
            const std::int64_t least = least_[static_cast<std::size_t>(start)];
            prices[start] =
                std::max(prices[start], least) >= impossible ? impossible : prices[start] + least;
        });
    }
}

/// From the last stage to the first: what each start costs with the best that can follow.
template <std::size_t Words>
void Finder<Words>::price_stages(std::size_t visit) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    const std::size_t stages = service.stages.size();
    const auto slots = static_cast<std::size_t>(model_.slots);
    for (std::size_t k = stages; k-- > 0;) {
        price_stage(visit, k);
        if (k + 1 == stages) continue;
        steps_[k].each([&](Slot start) {
            const std::size_t here = k * slots + static_cast<std::size_t>(start);
            if (prices_[here] >= impossible) return;
            const StageModel& after = service.stages[k + 1];
            const Slot end = start + facts.lengths[k];
            std::int64_t least = impossible;
            const Slot last = std::min(end + after.gap_most, model_.slots - 1);
            for (Slot next = steps_[k + 1].next(end + after.gap_least); next <= last;
                 next = steps_[k + 1].next(next + 1)) {
                const std::int64_t price =
                    prices_[(k + 1) * slots + static_cast<std::size_t>(next)] +
                    model_.weights.wait * (next - end) * parts;
                if (price >= least) continue;
                least = price;
                next_[here] = next;
            }
            prices_[here] = least >= impossible ? impossible : prices_[here] + least;
        });
    }
}

/// The best passage that `price_stages` found, with things; its delta as if nobody were in two
/// stages of it and nothing had been announced. False if there is none.
template <std::size_t Words>
bool Finder<Words>::trace_back(std::size_t visit, Trial& trial) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    const auto slots = static_cast<std::size_t>(model_.slots);
    std::int64_t least = impossible;
    steps_[0].each([&](Slot start) {
        const std::int64_t price =
            prices_[static_cast<std::size_t>(start)] + state_.start_price(facts, start) * parts;
        if (price >= least) return;
        least = price;
        trial.starts[0] = start;
    });
    if (least >= impossible) return false;
    trial.delta = least / parts - facts.unserved;
    mine_.clear();
    for (std::size_t k = 0; k < service.stages.size(); ++k) {
        const auto start = static_cast<std::size_t>(trial.starts[k]);
        const StageModel& stage = service.stages[k];
        for (std::size_t n = 0; n < stage.needs.size(); ++n) {
            const std::size_t use = stage.use_begin + n;
            if (k < facts.pinned) {
                trial.uses[use] = facts.announced.uses[use];
            } else if (stage.needs[n].is_person) {
                trial.uses[use] = people_[use * slots + start];
            }
        }
        if (k + 1 < service.stages.size()) trial.starts[k + 1] = next_[k * slots + start];
        if (k >= facts.pinned && !choose_things(visit, k, trial)) return false;
    }
    return true;
}

template <std::size_t Words>
std::optional<Trial> Finder<Words>::find_staged(std::size_t visit) {
    if (!spread_starts(visit)) return std::nullopt;
    price_stages(visit);
    Trial trial;
    if (!trace_back(visit, trial)) return std::nullopt;
    const VisitModel& facts = model_.visits[visit];
    const std::size_t needs = model_.services[facts.service].needs;
    if (!facts.announced.is_empty() || has_twice(trial.uses, needs)) {
        trial.delta = exact_delta(visit, trial);
    }
    return trial;
}

template bool Finder<2>::spread_starts(std::size_t);
template void Finder<2>::price_person(std::size_t, std::size_t, std::size_t, std::size_t);
template void Finder<2>::price_stage(std::size_t, std::size_t);
template void Finder<2>::price_stages(std::size_t);
template bool Finder<2>::trace_back(std::size_t, Trial&);
template std::optional<Trial> Finder<2>::find_staged(std::size_t);
template bool Finder<8>::spread_starts(std::size_t);
template void Finder<8>::price_person(std::size_t, std::size_t, std::size_t, std::size_t);
template void Finder<8>::price_stage(std::size_t, std::size_t);
template void Finder<8>::price_stages(std::size_t);
template bool Finder<8>::trace_back(std::size_t, Trial&);
template std::optional<Trial> Finder<8>::find_staged(std::size_t);
template bool Finder<40>::spread_starts(std::size_t);
template void Finder<40>::price_person(std::size_t, std::size_t, std::size_t, std::size_t);
template void Finder<40>::price_stage(std::size_t, std::size_t);
template void Finder<40>::price_stages(std::size_t);
template bool Finder<40>::trace_back(std::size_t, Trial&);
template std::optional<Trial> Finder<40>::find_staged(std::size_t);

}  // namespace wayside::solver::plan
