// solver/plan/ruin_strings.cpp: a move: visits in a row of people who do the same work.
#include <algorithm>

#include "solver/plan/ruin.hpp"

namespace wayside::solver::plan {

/// Up to `before` visits that the unit serves before `about`, and `after` from then on.
template <std::size_t Words>
void Ruiner<Words>::add_string(UnitIndex unit, Slot about, int before, int after) {
    VisitIndex last = no_visit;
    for (Slot slot = about; slot < model_.slots && after > 0; ++slot) {
        const VisitIndex visit = state_.holder(unit, slot);
        if (visit == last || visit == no_visit) continue;
        last = visit;
        --after;
        add(visit);
    }
    last = state_.holder(unit, std::min(about, model_.slots - 1));
    for (Slot slot = about - 1; slot >= 0 && before > 0; --slot) {
        const VisitIndex visit = state_.holder(unit, slot);
        if (visit == last || visit == no_visit) continue;
        last = visit;
        --before;
        add(visit);
    }
}

template <std::size_t Words>
void Ruiner<Words>::add_strings(UnitIndex person, Slot about, int people) {
    for (int i = 0; i < people; ++i) {
        const int length = generator_.between(1, settings_.longest_string);
        const int before = generator_.between(0, length);
        add_string(person, about, before, length - before);
        const auto& rivals = rivals_[person];
        if (rivals.empty()) return;
        person = rivals[generator_.index(rivals.size())];
    }
}

/// Some in a row of one person, and some at the same time of others who do the same work.
template <std::size_t Words>
void Ruiner<Words>::choose_strings(const std::vector<VisitIndex>& left_out) {
    const int people = generator_.between(1, settings_.most_people);
    if (!left_out.empty() && generator_.chance(16384)) {
        const auto [unit, about] = hope_of(left_out[generator_.index(left_out.size())]);
        return add_strings(unit, about, people);
    }
    const VisitIndex seed = any_seated();
    if (seed == no_visit) return;
    const ServiceModel& service = model_.service_of(seed);
    const std::size_t k = generator_.index(service.stages.size());
    const StageModel& stage = service.stages[k];
    const std::size_t n = generator_.index(stage.needs.size());
    const Slot about = state_.start_of(seed, k);
    add(seed);
    const std::size_t use = stage.needs[n].is_person
                                ? stage.use_begin + n
                                : service.stages[service.lead_stage].use_begin + service.lead_need;
    add_strings(state_.use_of(seed, use), about, people);
}

template void Ruiner<2>::add_string(UnitIndex, Slot, int, int);
template void Ruiner<2>::add_strings(UnitIndex, Slot, int);
template void Ruiner<2>::choose_strings(const std::vector<VisitIndex>&);
template void Ruiner<8>::add_string(UnitIndex, Slot, int, int);
template void Ruiner<8>::add_strings(UnitIndex, Slot, int);
template void Ruiner<8>::choose_strings(const std::vector<VisitIndex>&);
template void Ruiner<40>::add_string(UnitIndex, Slot, int, int);
template void Ruiner<40>::add_strings(UnitIndex, Slot, int);
template void Ruiner<40>::choose_strings(const std::vector<VisitIndex>&);

}  // namespace wayside::solver::plan
