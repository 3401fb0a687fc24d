#include "solver/plan/ruin.hpp"

#include <algorithm>
#include <set>

namespace wayside::solver::plan {

namespace {

/// For each person the others who are in a pool with them.
std::vector<std::vector<UnitIndex>> find_rivals(const Model& model) {
    std::vector<std::set<UnitIndex>> found(model.units.size());
    for (const ServiceModel& service : model.services) {
        for (const StageModel& stage : service.stages) {
            for (const NeedModel& need : stage.needs) {
                if (!need.is_person) continue;
                for (const Suited one : need.pool) {
                    for (const Suited other : need.pool) {
                        if (one.unit != other.unit) found[one.unit].insert(other.unit);
                    }
                }
            }
        }
    }
    std::vector<std::vector<UnitIndex>> rivals;
    rivals.reserve(found.size());
    for (const auto& others : found) rivals.emplace_back(others.begin(), others.end());
    return rivals;
}

}  // namespace

template <std::size_t Words>
Ruiner<Words>::Ruiner(const State<Words>& state, search::Generator& generator,
                      const Settings& settings)
    : state_(state),
      model_(state.model()),
      generator_(generator),
      settings_(settings),
      rivals_(find_rivals(model_)),
      stamps_(model_.visits.size(), 0) {
    for (const std::uint32_t weight : settings_.ruin_weights) total_weight_ += weight;
}

template <std::size_t Words>
void Ruiner<Words>::choose(std::vector<VisitIndex>& left_out, std::vector<VisitIndex>& chosen) {
    ++round_;
    chosen.clear();
    chosen_ = &chosen;
    std::uint32_t ticket = generator_.below(total_weight_);
    std::size_t kind = 0;
    while (ticket >= settings_.ruin_weights[kind]) ticket -= settings_.ruin_weights[kind++];
    switch (static_cast<Ruin>(kind)) {
        case Ruin::strings:
            choose_strings(left_out);
            break;
        case Ruin::blockers:
            choose_blockers(left_out);
            break;
    }
}

template <std::size_t Words>
void Ruiner<Words>::add(VisitIndex visit) {
    if (visit == no_visit || stamps_[visit] == round_) return;
    if (model_.visits[visit].pinned == model_.visits[visit].lengths.size()) return;
    stamps_[visit] = round_;
    chosen_->push_back(visit);
}

template <std::size_t Words>
VisitIndex Ruiner<Words>::any_seated() {
    if (model_.visits.empty()) return no_visit;
    for (int attempt = 0; attempt < 16; ++attempt) {
        const auto visit = static_cast<VisitIndex>(generator_.index(model_.visits.size()));
        if (state_.is_seated(visit) &&
            model_.visits[visit].pinned < model_.visits[visit].lengths.size()) {
            return visit;
        }
    }
    return no_visit;
}

template <std::size_t Words>
std::pair<UnitIndex, Slot> Ruiner<Words>::hope_of(VisitIndex visit) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    std::size_t k = generator_.index(service.stages.size());
    const StageModel* stage = &service.stages[k];
    // A stage without people (a chair to recover in) is not what a visit waits for.
    if (stage->needs.empty() || !stage->needs.front().is_person) {
        k = service.lead_stage;
        stage = &service.stages[k];
    }
    const NeedModel& need = stage->needs[generator_.index(stage->needs.size())];
    Slot before = 0;
    for (std::size_t s = 0; s < k; ++s) before += facts.lengths[s];
    const Slot first = std::max(facts.earliest, std::min(model_.from, facts.latest));
    const Slot start = generator_.between(first, std::max(first, facts.latest)) + before;
    return {need.pool[generator_.index(need.pool.size())].unit, std::min(start, model_.slots - 1)};
}

template class Ruiner<2>;
template class Ruiner<8>;
template class Ruiner<40>;

}  // namespace wayside::solver::plan
