// solver/plan/ruin_blockers.cpp: a move: whoever stands in the way of a seat that one visit could
// have.
#include <algorithm>

#include "solver/plan/ruin.hpp"

namespace wayside::solver::plan {

template <std::size_t Words>
void Ruiner<Words>::add_held(UnitIndex unit, Slot begin, Slot end) {
    for (Slot slot = std::max(0, begin); slot < std::min(end, model_.slots); ++slot) {
        add(state_.holder(unit, slot));
    }
}

/// Of some of the need's pool the one who is busy least over [start, start + length).
template <std::size_t Words>
UnitIndex Ruiner<Words>::least_busy(const NeedModel& need, Slot start, Slot length) {
    UnitIndex chosen = need.pool.front().unit;
    Slot least = problem::never;
    // Things are alike, so all are looked at; of people each has her turn.
    const std::size_t looks = need.is_person ? 2 : need.pool.size();
    for (std::size_t i = 0; i < looks; ++i) {
        const std::size_t at = need.is_person ? generator_.index(need.pool.size()) : i;
        const UnitIndex unit = need.pool[at].unit;
        const Set wanted =
            Set::range(start - need.setup, start + length + need.clean + model_.units[unit].clean);
        const Slot busy = wanted.and_not(state_.free_of(unit)).count();
        if (busy >= least) continue;
        least = busy;
        chosen = unit;
        if (least == 0) break;
    }
    return chosen;
}

/// A visit, left out if there is one, and whoever stands in the way of one of its possible seats.
template <std::size_t Words>
void Ruiner<Words>::choose_blockers(std::vector<VisitIndex>& left_out) {
    VisitIndex visit = no_visit;
    if (!left_out.empty() && generator_.chance(settings_.left_out_first)) {
        std::swap(left_out.front(), left_out[generator_.index(left_out.size())]);
        visit = left_out.front();
    } else {
        visit = any_seated();
        add(visit);
    }
    if (visit == no_visit) return;
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    const Slot first = std::max(facts.earliest, std::min(model_.from, facts.latest));
    Slot start = generator_.between(first, std::max(first, facts.latest));
    for (std::size_t k = 0; k < service.stages.size(); ++k) {
        const StageModel& stage = service.stages[k];
        for (const NeedModel& need : stage.needs) {
            const UnitIndex unit = least_busy(need, start, facts.lengths[k]);
            add_held(unit, start - need.setup,
                     start + facts.lengths[k] + need.clean + model_.units[unit].clean);
        }
        if (k + 1 < service.stages.size()) {
            start += facts.lengths[k] + service.stages[k + 1].gap_least;
        }
    }
    if (generator_.chance(32768)) {
        const auto [unit, about] = hope_of(visit);
        add_strings(unit, about, 1);
    }
}

template void Ruiner<2>::add_held(UnitIndex, Slot, Slot);
template UnitIndex Ruiner<2>::least_busy(const NeedModel&, Slot, Slot);
template void Ruiner<2>::choose_blockers(std::vector<VisitIndex>&);
template void Ruiner<8>::add_held(UnitIndex, Slot, Slot);
template UnitIndex Ruiner<8>::least_busy(const NeedModel&, Slot, Slot);
template void Ruiner<8>::choose_blockers(std::vector<VisitIndex>&);
template void Ruiner<40>::add_held(UnitIndex, Slot, Slot);
template UnitIndex Ruiner<40>::least_busy(const NeedModel&, Slot, Slot);
template void Ruiner<40>::choose_blockers(std::vector<VisitIndex>&);

}  // namespace wayside::solver::plan
