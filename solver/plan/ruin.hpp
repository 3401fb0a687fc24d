// solver/plan/ruin.hpp: which visits a round takes out: such as compete with one another.
#pragma once

#include <vector>

#include "solver/plan/settings.hpp"
#include "solver/plan/state.hpp"
#include "solver/search/generator.hpp"

namespace wayside::solver::plan {

template <std::size_t Words>
class Ruiner {
  public:
    using Set = Bits<Words>;

    Ruiner(const State<Words>& state, search::Generator& generator, const Settings& settings);

    /// Fills `chosen` with seated visits, each once, none of which has begun entirely. `left_out`
    /// are the visits that have no seat; one that this round is about comes first in it afterwards.
    void choose(std::vector<VisitIndex>& left_out, std::vector<VisitIndex>& chosen);

  private:
    void add_strings(UnitIndex person, Slot about, int people);
    void add_string(UnitIndex unit, Slot about, int before, int after);
    void add_held(UnitIndex unit, Slot begin, Slot end);
    void choose_strings(const std::vector<VisitIndex>& left_out);
    void choose_blockers(std::vector<VisitIndex>& left_out);
    UnitIndex least_busy(const NeedModel& need, Slot start, Slot length);
    void add(VisitIndex visit);
    /// A seated visit that may be taken out; `no_visit` where chance found none.
    VisitIndex any_seated();
    /// Somebody who could lead the visit, and when it could be.
    std::pair<UnitIndex, Slot> hope_of(VisitIndex visit);

    const State<Words>& state_;
    const Model& model_;
    search::Generator& generator_;
    const Settings& settings_;
    std::uint32_t total_weight_ = 0;
    std::vector<std::vector<UnitIndex>> rivals_;  // by unit: people who serve what this one serves
    std::vector<std::uint32_t> stamps_;           // by visit: the round in which it was chosen
    std::uint32_t round_ = 0;
    std::vector<VisitIndex>* chosen_ = nullptr;
};

extern template class Ruiner<2>;
extern template class Ruiner<8>;
extern template class Ruiner<40>;

}  // namespace wayside::solver::plan
