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
void Ruiner<Words>::add_held(UnitIndex unit, Slot begin, Slot end) {
    for (Slot slot = std::max(0, begin); slot < std::min(end, model_.slots); ++slot) {
        add(state_.holder(unit, slot));
    }
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

template class Ruiner<2>;
template class Ruiner<8>;
template class Ruiner<40>;

}  // namespace wayside::solver::plan
