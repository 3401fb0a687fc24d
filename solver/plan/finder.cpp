#include "solver/plan/finder.hpp"

#include <algorithm>

namespace wayside::solver::plan {

template <std::size_t Words>
Finder<Words>::Finder(State<Words>& state, search::Generator& generator, Taste taste)
    : state_(state),
      model_(state.model()),
      generator_(generator),
      taste_(taste),
      prices_(problem::most_stages * static_cast<std::size_t>(model_.slots), impossible),
      next_(problem::most_stages * static_cast<std::size_t>(model_.slots), 0),
      people_(problem::most_needs * static_cast<std::size_t>(model_.slots), nobody),
      least_(static_cast<std::size_t>(model_.slots), impossible) {}

template <std::size_t Words>
Bits<Words> Finder<Words>::window(std::size_t visit) const {
    const VisitModel& facts = model_.visits[visit];
    return Set::range(std::max(facts.earliest, model_.from), facts.latest + 1);
}

/// The starts in `within` at which somebody or something of the need's pool is free.
template <std::size_t Words>
Bits<Words> Finder<Words>::need_starts(const NeedModel& need, Slot length, const Set& within) {
    Set any{};
    if (need.is_person) {
        for (const Suited& suited : need.pool) {
            if (!state_.may_work(suited.unit, length)) continue;
            Set starts = state_.free_starts(suited.unit, length);
            if (need.has_expiry) starts &= Set::range(0, suited.until - length + 1);
            any |= starts;
            if (within.and_not(any).none()) return within;
        }
        return any & within;
    }
    // `choose_thing` prefers the first of a pool, so the last few mostly cover all of `within`.
    for (std::size_t at = need.pool.size(); at-- > 0;) {
        const Suited& suited = need.pool[at];
        const Set& free = state_.free_starts(suited.unit, need.setup + length + suited.clean);
        any |= need.setup == 0 ? free : free.later(need.setup);
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
    const Slot begin = start - need.setup;
    if (begin < 0) return chosen;
    Slot end = -1;
    Set wanted{};
    for (const Suited& suited : need.pool) {
        const Set& free = state_.free_of(suited.unit);
        if (start + length + suited.clean != end) {
            end = start + length + suited.clean;
            wanted = Set::range(begin, end);
        }
        if (end > model_.slots || !wanted.and_not(free).none()) continue;
        const bool is_mine = std::any_of(mine.begin(), mine.end(), [&](const auto& own) {
            return own.first == suited.unit && own.second.meets({begin, end});
        });
        if (is_mine) continue;
        // Best fit: where it closes a gap, the other units keep theirs whole.
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

/// Who of the pool is free when in the visit's window, in `candidates_`; when anybody is.
template <std::size_t Words>
Bits<Words> Finder<Words>::collect_candidates(std::size_t visit, const NeedModel& need) {
    const Set within = window(visit);
    const Slot length = model_.visits[visit].lengths.front();
    Set any{};
    candidates_.clear();
    for (std::size_t at = 0; at < need.pool.size(); ++at) {
        const Suited& suited = need.pool[at];
        if (!state_.may_work(suited.unit, length)) continue;
        Set starts = state_.free_starts(suited.unit, length) & within;
        if (need.has_expiry) starts &= Set::range(0, suited.until - length + 1);
        if (starts.none()) continue;
        any |= starts;
        candidates_.push_back({at, starts});
    }
    return any;
}

template <std::size_t Words>
std::optional<Trial> Finder<Words>::find_simple(std::size_t visit) {
    const VisitModel& facts = model_.visits[visit];
    const StageModel& stage = model_.services[facts.service].stages.front();
    Set starts = collect_candidates(visit, stage.needs.front());
    for (std::size_t n = 1; n < stage.needs.size() && !starts.none(); ++n) {
        starts = need_starts(stage.needs[n], facts.lengths.front(), starts);
    }
    if (starts.none()) return std::nullopt;
    Best best;
    for (const Candidate& candidate : candidates_) {
        const Set mine = candidate.starts & starts;
        if (!mine.none()) try_person(visit, candidate.at, mine, best);
    }
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
    const Slot length = facts.lengths.front();
    Offer offer{.facts = &facts};
    offer.unit = model_.services[facts.service].stages.front().needs.front().pool[at].unit;
    offer.fixed = facts.lead_price[at] - facts.unserved;
    if (model_.has_work_price) offer.fixed += state_.work_delta(offer.unit, length);
    offer.noise = static_cast<std::int64_t>(generator_.bits() & 3U);

    const Unit& unit = model_.units[offer.unit];
    for (offer.duty = unit.duty_begin; offer.duty < unit.duty_end; ++offer.duty) {
        const Duty& duty = model_.duties[offer.duty];
        const bool is_only = unit.duty_begin + 1 == unit.duty_end;
        try_duty(offer, is_only ? starts : starts & Set::range(duty.begin, duty.last_end), best);
    }
}

/// Starts from which on nothing can be better are not looked at: waiting, idle time and overtime
/// all grow in the direction of each scan.
template <std::size_t Words>
void Finder<Words>::try_duty(Offer& offer, const Set& starts, Best& best) {
    offer.worked = state_.worked(offer.duty);
    const Slot wish = std::clamp(offer.facts->wish_from, 0, model_.slots);
    if (offer.worked.begin == offer.worked.end) {
        scan_up(offer, starts, {wish, model_.slots}, 0, best);
        return scan_down(offer, starts, {0, wish}, 0, best);
    }
    const Span worked = offer.worked;
    const Slot middle = std::clamp(wish, worked.begin, worked.end);
    const Cost filled = -model_.weights.idle * offer.facts->lengths.front();
    scan_up(offer, starts, {middle, worked.end}, filled, best);
    scan_down(offer, starts, {worked.begin, middle}, filled, best);
    scan_down(offer, starts, {0, worked.begin}, 0, best);
    scan_up(offer, starts, {worked.end, model_.slots}, 0, best);
}

/// `least` is the least that the person's time can cost anywhere in `within`; it only grows.
template <std::size_t Words>
void Finder<Words>::scan_up(const Offer& offer, const Set& starts, Span within, Cost least,
                            Best& best) {
    for (Slot start = starts.next(within.begin); start < within.end;
         start = starts.next(start + 1)) {
        const Cost waits = start >= offer.facts->wish_from
                               ? model_.weights.wait * std::max(0, start - offer.facts->wish_to)
                               : 0;
        if (best.is_found && (offer.fixed + least + waits) * parts > best.score) return;
        least = consider(offer, start, best);
    }
}

template <std::size_t Words>
void Finder<Words>::scan_down(const Offer& offer, const Set& starts, Span within, Cost least,
                              Best& best) {
    for (Slot start = starts.last_before(within.end); start >= within.begin;
         start = starts.last_before(start)) {
        const Cost waits = start <= offer.facts->wish_to
                               ? model_.weights.wait * std::max(0, offer.facts->wish_from - start)
                               : 0;
        if (best.is_found && (offer.fixed + least + waits) * parts > best.score) return;
        const Cost person = consider(offer, start, best);
        // Of a day without work yet, an earlier start may have less overtime.
        if (offer.worked.begin < offer.worked.end) least = person;
    }
}

/// What the start changes in the person's time, but for knock-on, of which there is never less.
template <std::size_t Words>
Cost Finder<Words>::consider(const Offer& offer, Slot start, Best& best) {
    const Slot end = start + offer.facts->lengths.front();
    const Cost person = state_.duty_delta(offer.unit, offer.duty, offer.worked, start, end);
    Cost delta = offer.fixed + state_.start_price(*offer.facts, start) + person;
    if (model_.has_knock_on) {
        delta += state_.knock_on_delta(offer.unit, offer.duty, start, end, offer.facts->overrun(0));
    }
    if (best.is_found && delta * parts > best.score) return person;
    const Set& free = state_.free_of(offer.unit);
    const int open_sides =
        (start > 0 && free.has(start - 1) ? 1 : 0) + (end < model_.slots && free.has(end) ? 1 : 0);
    const int taste = open_sides == 0 ? 0 : (open_sides == 1 ? taste_.one_side : taste_.both_sides);
    const std::int64_t score = delta * parts + taste + offer.noise;
    // Of starts that are as good the earliest: who is always seated to one side leaves more room.
    const bool is_earlier =
        score == best.score && offer.unit == best.trial.uses[0] && start < best.trial.starts[0];
    if (best.is_found && score >= best.score && !is_earlier) return person;
    best.is_found = true;
    best.score = score;
    best.trial.delta = delta;
    best.trial.starts[0] = start;
    best.trial.uses[0] = offer.unit;
    return person;
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
