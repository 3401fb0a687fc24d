#include "solver/plan/finder.hpp"

#include <algorithm>
#include <limits>

namespace wayside::solver::plan {

namespace {

constexpr std::int64_t impossible = std::numeric_limits<std::int64_t>::max() / 4;
constexpr UnitIndex nobody = 65535;
/// Scores are in so many parts of a cost.
constexpr std::int64_t parts = 16;

}  // namespace

template <std::size_t Words>
Finder<Words>::Finder(State<Words>& state, search::Generator& generator, Taste taste)
    : state_(state),
      model_(state.model()),
      generator_(generator),
      taste_(taste),
      prices_(problem::most_stages * static_cast<std::size_t>(model_.slots), impossible),
      next_(problem::most_stages * static_cast<std::size_t>(model_.slots), 0),
      people_(problem::most_needs * static_cast<std::size_t>(model_.slots), nobody) {}

template <std::size_t Words>
Bits<Words> Finder<Words>::window(std::size_t visit) const {
    const VisitModel& facts = model_.visits[visit];
    return Set::range(std::max(facts.earliest, model_.from), facts.latest + 1);
}

/// The starts in `within` at which somebody or something of the need's pool is free.
template <std::size_t Words>
Bits<Words> Finder<Words>::need_starts(const NeedModel& need, Slot length, const Set& within) {
    Set any{};
    for (const Suited suited : need.pool) {
        if (need.is_person) {
            if (!state_.may_work(suited.unit, length)) continue;
            Set starts = state_.free_starts(suited.unit, length);
            if (need.has_expiry) starts &= Set::range(0, suited.until - length + 1);
            any |= starts;
            continue;
        }
        const Slot taken = need.setup + length + need.clean + model_.units[suited.unit].clean;
        const Set& free = state_.free_starts(suited.unit, taken);
        any |= need.setup == 0 ? free : free.later(need.setup);
        // Most of the time the first things of a pool cover all that people leave open.
        if (within.and_not(any).none()) return within;
    }
    return any & within;
}

template <std::size_t Words>
Bits<Words> Finder<Words>::stage_starts(const StageModel& stage, Slot length, Set within) {
    for (const NeedModel& need : stage.needs) {
        if (within.none()) break;
        within = need_starts(need, length, within);
    }
    return within;
}

template <std::size_t Words>
std::optional<UnitIndex> Finder<Words>::choose_thing(
    const NeedModel& need, Slot start, Slot length,
    const std::vector<std::pair<UnitIndex, Span>>& mine) {
    std::optional<UnitIndex> chosen;
    int most_touching = -1;
    for (const Suited suited : need.pool) {
        const Slot begin = start - need.setup;
        const Slot end = start + length + need.clean + model_.units[suited.unit].clean;
        if (begin < 0 || !state_.free_starts(suited.unit, end - begin).has(begin)) continue;
        const bool is_mine = std::any_of(mine.begin(), mine.end(), [&](const auto& own) {
            return own.first == suited.unit && own.second.meets({begin, end});
        });
        if (is_mine) continue;
        // Best fit: where it closes a gap, the other units keep theirs whole.
        const Set& free = state_.free_of(suited.unit);
        const int touching = (begin == 0 || !free.has(begin - 1) ? 1 : 0) +
                             (end >= model_.slots || !free.has(end) ? 1 : 0);
        if (touching > most_touching) {
            most_touching = touching;
            chosen = suited.unit;
            if (touching == 2) break;
        }
    }
    return chosen;
}

/// Fills in the things of a stage whose start is chosen.
template <std::size_t Words>
bool Finder<Words>::choose_things(std::size_t visit, std::size_t k, Trial& trial) {
    const StageModel& stage = model_.service_of(visit).stages[k];
    const Slot length = model_.visits[visit].lengths[k];
    for (std::size_t n = 0; n < stage.needs.size(); ++n) {
        const NeedModel& need = stage.needs[n];
        if (need.is_person) continue;
        const auto thing = choose_thing(need, trial.starts[k], length, mine_);
        if (!thing) return false;
        trial.uses[stage.use_begin + n] = *thing;
        mine_.push_back({*thing,
                         {trial.starts[k] - need.setup,
                          trial.starts[k] + length + need.clean + model_.units[*thing].clean}});
    }
    return true;
}

template <std::size_t Words>
std::optional<Trial> Finder<Words>::find(std::size_t visit) {
    const VisitModel& facts = model_.visits[visit];
    const bool is_simple = model_.services[facts.service].is_simple && facts.pinned == 0;
    std::optional<Trial> found = is_simple ? find_simple(visit) : find_staged(visit);
    if (facts.announced.is_empty()) return found;
    const std::optional<Trial> announced = find_announced(visit);
    if (announced && (!found || announced->delta <= found->delta)) return announced;
    return found;
}

template <std::size_t Words>
std::optional<Trial> Finder<Words>::find_simple(std::size_t visit) {
    const VisitModel& facts = model_.visits[visit];
    const StageModel& stage = model_.services[facts.service].stages.front();
    const Set starts = stage_starts(stage, facts.lengths.front(), window(visit));
    if (starts.none()) return std::nullopt;
    Best best;
    const auto& pool = stage.needs.front().pool;
    for (std::size_t at = 0; at < pool.size(); ++at) try_person(visit, at, starts, best);
    if (!best.is_found) return std::nullopt;
    mine_.clear();
    if (!choose_things(visit, 0, best.trial)) return std::nullopt;
    if (!facts.announced.is_empty() && state_.is_moved(visit, best.trial)) {
        best.trial.delta += state_.move_price();
    }
    return best.trial;
}

/// The best start in `starts` with the person at place `at` of the pool.
template <std::size_t Words>
void Finder<Words>::try_person(std::size_t visit, std::size_t at, const Set& starts, Best& best) {
    const VisitModel& facts = model_.visits[visit];
    const NeedModel& need = model_.services[facts.service].stages.front().needs.front();
    const UnitIndex unit = need.pool[at].unit;
    const Slot length = facts.lengths.front();
    if (!state_.may_work(unit, length)) return;
    const Set& free = state_.free_starts(unit, length);
    Set mine = free & starts;
    if (need.has_expiry) mine &= Set::range(0, need.pool[at].until - length + 1);
    if (mine.none()) return;
    const std::uint64_t luck = generator_.bits();
    if ((luck >> 48U) < taste_.blink) return;

    const Cost fixed = facts.lead_price[at] - facts.unserved;
    // Not even a start that fills a hole at the wished time would be better.
    const Cost least =
        fixed - (model_.weights.idle * length) - (model_.has_work_price ? impossible / parts : 0);
    if (best.is_found && least * parts > best.score) return;
    const Set not_first = free.later(1);
    const Set not_last = free.earlier(1);
    const auto noise = static_cast<std::int64_t>(luck & 3U);
    mine.each([&](Slot start) {
        const Cost delta = fixed + state_.start_price(facts, start) +
                           state_.person_delta(unit, start, start + length);
        const int open_sides = (not_first.has(start) ? 1 : 0) + (not_last.has(start) ? 1 : 0);
        const int taste =
            open_sides == 0 ? 0 : (open_sides == 1 ? taste_.one_side : taste_.both_sides);
        const std::int64_t score = delta * parts + taste + noise;
        if (best.is_found && score >= best.score) return;
        best.is_found = true;
        best.score = score;
        best.trial.delta = delta;
        best.trial.starts[0] = start;
        best.trial.uses[0] = unit;
    });
}

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

/// The cheapest people for a stage at `start`, kept in `people_`. Somebody who is in two stages of
/// the visit is priced as if they were two visits; `exact_delta` says what it really comes to.
template <std::size_t Words>
std::int64_t Finder<Words>::price_stage(std::size_t visit, std::size_t k, Slot start) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    const StageModel& stage = service.stages[k];
    const Slot length = facts.lengths[k];
    const auto slots = static_cast<std::size_t>(model_.slots);
    std::int64_t sum = 0;
    for (std::size_t n = 0; n < stage.needs.size(); ++n) {
        const NeedModel& need = stage.needs[n];
        if (!need.is_person) continue;
        const std::size_t use = stage.use_begin + n;
        UnitIndex& chosen = people_[use * slots + static_cast<std::size_t>(start)];
        const bool is_lead = k == service.lead_stage && n == service.lead_need;
        std::int64_t least = impossible;
        for (std::size_t at = 0; at < need.pool.size(); ++at) {
            const UnitIndex unit = need.pool[at].unit;
            if (k < facts.pinned) {
                if (unit != facts.announced.uses[use]) continue;
            } else {
                if (!state_.free_starts(unit, length).has(start)) continue;
                if (start + length > need.pool[at].until || !state_.may_work(unit, length))
                    continue;
                if (std::find(blinked_.begin(), blinked_.end(), unit) != blinked_.end()) continue;
                bool is_twice = false;
                for (std::size_t other = 0; other < n; ++other) {
                    const std::size_t before = (stage.use_begin + other) * slots;
                    is_twice =
                        is_twice || (stage.needs[other].is_person &&
                                     people_[before + static_cast<std::size_t>(start)] == unit);
                }
                if (is_twice) continue;
            }
            std::int64_t price = state_.person_delta(unit, start, start + length) * parts;
            if (is_lead) price += facts.lead_price[at] * parts;
            if (price >= least) continue;
            least = price;
            chosen = unit;
        }
        if (least == impossible) return impossible;
        sum += least;
    }
    return sum;
}

/// From the last stage to the first: what each start costs with the best that can follow.
template <std::size_t Words>
void Finder<Words>::price_stages(std::size_t visit) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    const std::size_t stages = service.stages.size();
    const auto slots = static_cast<std::size_t>(model_.slots);
    for (std::size_t k = stages; k-- > 0;) {
        steps_[k].each([&](Slot start) {
            const std::size_t here = k * slots + static_cast<std::size_t>(start);
            prices_[here] = price_stage(visit, k, start);
            if (prices_[here] >= impossible || k + 1 == stages) return;
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

/// The best passage that `price_stages` found, with things. False if there is none.
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
    blinked_.clear();
    if (taste_.blink > 0) {
        for (const StageModel& stage : model_.service_of(visit).stages) {
            for (const NeedModel& need : stage.needs) {
                if (!need.is_person) continue;
                for (const Suited suited : need.pool) {
                    if (generator_.chance(taste_.blink)) blinked_.push_back(suited.unit);
                }
            }
        }
    }
    price_stages(visit);
    Trial trial;
    if (!trace_back(visit, trial)) return std::nullopt;
    trial.delta = exact_delta(visit, trial);
    return trial;
}

template <std::size_t Words>
std::optional<Trial> Finder<Words>::find_announced(std::size_t visit) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    if (facts.announced.is_empty()) return std::nullopt;
    Trial trial;
    mine_.clear();
    for (std::size_t k = 0; k < service.stages.size(); ++k) {
        const StageModel& stage = service.stages[k];
        trial.starts[k] = facts.announced.starts[k];
        for (std::size_t n = 0; n < stage.needs.size(); ++n) {
            const std::size_t use = stage.use_begin + n;
            trial.uses[use] = facts.announced.uses[use];
            if (k < facts.pinned || !stage.needs[n].is_person) continue;
            const UnitIndex unit = trial.uses[use];
            if (!state_.free_starts(unit, facts.lengths[k]).has(trial.starts[k]))
                return std::nullopt;
            if (!state_.may_work(unit, facts.lengths[k])) return std::nullopt;
        }
        if (k >= facts.pinned && !choose_things(visit, k, trial)) return std::nullopt;
    }
    trial.delta = exact_delta(visit, trial);
    return trial;
}

/// With all interactions: somebody in two stages of the visit, and the price of moving.
template <std::size_t Words>
Cost Finder<Words>::exact_delta(std::size_t visit, const Trial& trial) const {
    // The state undoes exactly what it does, so trying it is the surest sum.
    state_.seat(visit, trial);
    return state_.take_out(visit).delta;
}

template class Finder<2>;
template class Finder<8>;
template class Finder<40>;

}  // namespace wayside::solver::plan
