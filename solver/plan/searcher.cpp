#include "solver/plan/searcher.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

namespace wayside::solver::plan {

namespace {

constexpr std::int64_t rounds_per_word = 512;

}  // namespace

template <std::size_t Words>
Searcher<Words>::Searcher(const Model& model, std::uint64_t seed, const Settings& settings)
    : model_(model),
      settings_(settings),
      generator_(search::Generator::derived(seed, 0)),
      state_(model),
      finder_(state_, generator_, settings.taste),
      ruiner_(state_, generator_, settings_),
      best_cost_(std::numeric_limits<Cost>::max()) {
    const problem::Weights& weights = model.weights;
    for (const VisitModel& visit : model.visits) {
        potentials_.push_back(visit.unserved +
                              (weights.idle + weights.under_use) * visit.person_slots);
    }
    for (const std::uint32_t weight : settings_.order_weights) order_total_ += weight;
    remember();
}

template <std::size_t Words>
void Searcher<Words>::remember() {
    if (state_.cost() >= best_cost_) return;
    best_cost_ = state_.cost();
    state_.save(best_);
}

template <std::size_t Words>
void Searcher<Words>::clear() {
    for (std::size_t v = 0; v < model_.visits.size(); ++v) {
        if (state_.is_seated(v)) state_.take_out(v);
    }
}

template <std::size_t Words>
void Searcher<Words>::collect_left_out() {
    left_out_.clear();
    for (std::size_t v = 0; v < model_.visits.size(); ++v) {
        if (!state_.is_seated(v)) left_out_.push_back(static_cast<VisitIndex>(v));
    }
}

template <std::size_t Words>
void Searcher<Words>::construct_cheapest(search::Meter& meter) {
    std::vector<std::size_t> order(model_.visits.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [this](std::size_t v) {
        const VisitModel& visit = model_.visits[v];
        return std::tuple(-visit.unserved,
                          model_.services[visit.service].scarcity * 1000 -
                              static_cast<std::size_t>(visit.person_slots),
                          v);
    };
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    clear();
    for (const std::size_t visit : order) {
        if (!meter.goes_on()) break;
        if (const auto trial = finder_.find(visit)) state_.seat(visit, *trial);
    }
    collect_left_out();
    remember();
}

template <std::size_t Words>
void Searcher<Words>::adopt(const std::vector<Seat>& seats) {
    clear();
    for (std::size_t v = 0; v < seats.size(); ++v) {
        if (seats[v].is_empty()) continue;
        Trial trial;
        std::copy(seats[v].starts.begin(), seats[v].starts.end(), trial.starts.begin());
        std::copy(seats[v].uses.begin(), seats[v].uses.end(), trial.uses.begin());
        state_.seat(v, trial);
    }
    collect_left_out();
    remember();
}

template <std::size_t Words>
void Searcher<Words>::tell(const search::Meter& meter) const {
    if (on_progress_ && meter.rounds() % rounds_per_word == 0) on_progress_();
}

template <std::size_t Words>
void Searcher<Words>::anneal(search::Meter& meter, Fall fall, search::Share until) {
    const auto length = std::max<std::int64_t>(1, fall.end - fall.begin);
    const std::int64_t rounds_before = meter.rounds();
    const search::Share before = meter.spent();
    // A fiftieth of the time tells how many rounds there will be; it is not lost, only cold.
    const search::Share warm = before + (until - before) / 50;
    const search::Annealing cold(cooling_for(settings_, 0, model_.visits.size()));
    while (meter.spent() < warm && meter.goes_on()) {
        round(cold.draw_slack(generator_));
        tell(meter);
    }
    const std::int64_t rounds = (meter.rounds() - rounds_before) * length /
                                std::max<std::int64_t>(1, meter.spent() - before);
    search::Annealing annealing(cooling_for(settings_, rounds, model_.visits.size()));
    while (meter.spent() < until && meter.goes_on()) {
        const std::int64_t fallen =
            (meter.spent() - fall.begin) * std::int64_t{search::whole_share};
        annealing.cool(static_cast<search::Share>(
            std::clamp<std::int64_t>(fallen / length, 0, search::whole_share)));
        round(annealing.draw_slack(generator_));
        tell(meter);
    }
}

template <std::size_t Words>
void Searcher<Words>::order_touched() {
    std::uint32_t ticket = generator_.below(order_total_);
    std::size_t kind = 0;
    while (ticket >= settings_.order_weights[kind]) ticket -= settings_.order_weights[kind++];
    keys_.clear();
    for (const VisitIndex v : touched_) {
        const VisitModel& visit = model_.visits[v];
        const auto luck = static_cast<std::int64_t>(generator_.bits() >> 56U);
        std::int64_t key = luck;
        switch (static_cast<Order>(kind)) {
            case Order::random:
                break;
            case Order::hardest:
                key += static_cast<std::int64_t>(model_.services[visit.service].scarcity) * 32;
                break;
        }
        keys_.emplace_back(key, v);
    }
    std::sort(keys_.begin(), keys_.end());
    for (std::size_t i = 0; i < keys_.size(); ++i) touched_[i] = keys_[i].second;
}

/// Puts the touched visits back, each where it is cheapest. False if that cannot end at or below
/// `limit`.
template <std::size_t Words>
bool Searcher<Words>::recreate(Cost limit) {
    Cost rest = 0;
    for (const VisitIndex visit : touched_) rest += potentials_[visit];
    for (const VisitIndex visit : touched_) {
        rest -= potentials_[visit];
        const auto trial = finder_.find(visit);
        if (trial && trial->delta < 0) state_.seat(visit, *trial);
        if (state_.cost() - rest > limit) return false;
    }
    return true;
}

template <std::size_t Words>
void Searcher<Words>::undo() {
    for (const VisitIndex visit : touched_) {
        if (state_.is_seated(visit)) state_.take_out(visit);
    }
    for (const auto& [visit, trial] : taken_) state_.seat(visit, trial);
}

template <std::size_t Words>
void Searcher<Words>::round(Cost slack) {
    const Cost limit = state_.cost() + slack;
    ruiner_.choose(left_out_, touched_);
    taken_.clear();
    for (const VisitIndex visit : touched_) taken_.emplace_back(visit, state_.take_out(visit));
    const std::size_t tries = std::min(settings_.most_left_out, left_out_.size());
    for (std::size_t i = 0; i < tries; ++i) {
        // The first may be the one that the ruin was about.
        const std::size_t which = i == 0 ? 0 : i + generator_.index(left_out_.size() - i);
        std::swap(left_out_[i], left_out_[which]);
        touched_.push_back(left_out_[i]);
    }
    order_touched();
    if (!recreate(limit)) return undo();
    left_out_.erase(left_out_.begin(), left_out_.begin() + static_cast<std::ptrdiff_t>(tries));
    for (const VisitIndex visit : touched_) {
        if (!state_.is_seated(visit)) left_out_.push_back(visit);
    }
    remember();
}

template <std::size_t Words>
bool Searcher<Words>::follow_first_fit(std::size_t visit, std::size_t k, Slot start, Trial& trial) {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    const StageModel& stage = service.stages[k];
    trial.starts[k] = start;
    for (std::size_t n = 0; n < stage.needs.size(); ++n) {
        const NeedModel& need = stage.needs[n];
        const bool is_lead = k == service.lead_stage && n == service.lead_need;
        const Suited* found = nullptr;
        Cost least = 0;
        for (std::size_t at = 0; at < need.pool.size(); ++at) {
            const UnitIndex unit = need.pool[at].unit;
            const Slot begin = start - need.setup;
            const Slot end = start + facts.lengths[k] + need.clean + model_.units[unit].clean;
            // A thing of an earlier stage may still be under cleaning; a person is free again.
            const auto first = trial.uses.begin() +
                               static_cast<std::ptrdiff_t>(need.is_person ? stage.use_begin : 0);
            const auto last = trial.uses.begin() + static_cast<std::ptrdiff_t>(stage.use_begin + n);
            if (begin < 0 || end > need.pool[at].until || std::find(first, last, unit) != last)
                continue;
            if (need.is_person && !state_.may_work(unit, facts.lengths[k])) continue;
            if (!state_.free_starts(unit, end - begin).has(begin)) continue;
            const Cost price = is_lead ? facts.lead_price[at] : 0;
            if (found != nullptr && price >= least) continue;
            found = &need.pool[at];
            least = price;
            if (least == 0) break;
        }
        if (found == nullptr) return false;
        trial.uses[stage.use_begin + n] = found->unit;
    }
    if (k + 1 == service.stages.size()) return true;
    const Slot end = start + facts.lengths[k];
    const Slot last = std::min(end + service.stages[k + 1].gap_most, model_.slots - 1);
    for (Slot next = end + service.stages[k + 1].gap_least; next <= last; ++next) {
        if (follow_first_fit(visit, k + 1, next, trial)) return true;
    }
    return false;
}

template <std::size_t Words>
bool Searcher<Words>::seat_first_fit(std::size_t visit) {
    const VisitModel& facts = model_.visits[visit];
    const Slot first = std::max(facts.earliest, model_.from);
    const Slot wish = std::max(facts.wish_from, first);
    const Slot last = std::min(facts.latest, model_.slots - 1);
    Trial trial;
    const auto fits = [&](Slot start) {
        trial.uses.fill(no_visit);
        return follow_first_fit(visit, 0, start, trial);
    };
    for (Slot start = wish; start <= last; ++start) {
        if (fits(start)) return state_.seat(visit, trial), true;
    }
    for (Slot start = std::min(wish, last + 1) - 1; start >= first; --start) {
        if (fits(start)) return state_.seat(visit, trial), true;
    }
    return false;
}

template <std::size_t Words>
void Searcher<Words>::construct_first_fit() {
    std::vector<std::size_t> order(model_.visits.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto key = [this](std::size_t v) {
        return std::tuple(-model_.visits[v].unserved, model_.visits[v].wish_from, v);
    };
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return key(a) < key(b); });
    clear();
    for (const std::size_t visit : order) seat_first_fit(visit);
    collect_left_out();
    remember();
}

template class Searcher<2>;
template class Searcher<8>;
template class Searcher<40>;

}  // namespace wayside::solver::plan
