#include "solver/shop/machine_plan.hpp"

#include <algorithm>
#include <limits>

namespace wayside::solver::shop {

MachinePlan::MachinePlan(const Shop& shop, const Network& network, std::span<const Index> list)
    : shop_(&shop),
      network_(&network),
      modes_(shop.activities.size(), 0),
      sequences_(shop.capacities.size()),
      before_(modes_.size(), none),
      after_(modes_.size(), none) {
    std::vector<Time> free(shop.capacities.size(), 0);
    std::vector<Time> ready(modes_.size(), 0);
    for (const Index each : list) {
        Time best = std::numeric_limits<Time>::max();
        for (Index mode = 0; mode < shop.activities[each].modes.size(); ++mode) {
            const Index on = machine(each, mode);
            const Time start = on == none ? ready[each] : std::max(ready[each], free[on]);
            const Time finish = start + shop.activities[each].modes[mode].duration;
            if (finish >= best) continue;
            best = finish;
            modes_[each] = mode;
        }
        const Index on = machine(each, modes_[each]);
        if (on != none) {
            free[on] = best;
            sequences_[on].push_back(each);
        }
        for (const Index next : network.successors[each]) ready[next] = std::max(ready[next], best);
    }
    link();
    order();
    fill_paths(none, paths_);
}

Time MachinePlan::duration(Index activity) const {
    return shop_->activities[activity].modes[modes_[activity]].duration;
}

Index MachinePlan::machine(Index activity, Index mode) const {
    const std::vector<Demand>& demands = shop_->activities[activity].modes[mode].demands;
    return demands.empty() ? none : demands[0].resource;
}

bool MachinePlan::is_critical(Index activity) const {
    return paths_.heads[activity] + duration(activity) + paths_.tails[activity] == makespan();
}

void MachinePlan::fill_paths_without(Index activity, Paths& paths) const {
    fill_paths(activity, paths);
}

void MachinePlan::fill_paths(Index without, Paths& paths) const {
    paths.heads.assign(modes_.size(), 0);
    paths.tails.assign(modes_.size(), 0);
    paths.makespan = 0;
    const auto length = [&](Index each) { return each == without ? 0 : duration(each); };
    // What is taken out leaves its neighbours next to each other.
    const auto skip = [&](Index each, const std::vector<Index>& next) {
        return each == without && each != none ? next[each] : each;
    };
    for (const Index each : order_) {
        Time& head = paths.heads[each];
        for (const Index other : network_->predecessors[each]) {
            head = std::max(head, paths.heads[other] + length(other));
        }
        const Index other = each == without ? none : skip(before_[each], before_);
        if (other != none) head = std::max(head, paths.heads[other] + length(other));
        paths.makespan = std::max(paths.makespan, head + length(each));
    }
    for (auto at = order_.rbegin(); at != order_.rend(); ++at) {
        Time& tail = paths.tails[*at];
        for (const Index other : network_->successors[*at]) {
            tail = std::max(tail, paths.tails[other] + length(other));
        }
        const Index other = *at == without ? none : skip(after_[*at], after_);
        if (other != none) tail = std::max(tail, paths.tails[other] + length(other));
    }
}

void MachinePlan::insert(Index activity, Index mode, Index position) {
    const Index from = machine(activity, modes_[activity]);
    if (from != none) std::erase(sequences_[from], activity);
    modes_[activity] = mode;
    const Index to = machine(activity, mode);
    if (to != none) sequences_[to].insert(sequences_[to].begin() + position, activity);
    link();
    order();
    fill_paths(none, paths_);
}

void MachinePlan::link() {
    std::fill(before_.begin(), before_.end(), none);
    std::fill(after_.begin(), after_.end(), none);
    for (const std::vector<Index>& sequence : sequences_) {
        for (std::size_t i = 0; i + 1 < sequence.size(); ++i) {
            after_[sequence[i]] = sequence[i + 1];
            before_[sequence[i + 1]] = sequence[i];
        }
    }
}

void MachinePlan::order() {
    std::vector<Index> missing(modes_.size());
    order_.clear();
    order_.reserve(modes_.size());
    for (Index i = 0; i < modes_.size(); ++i) {
        missing[i] = static_cast<Index>(network_->predecessors[i].size());
        if (before_[i] != none) ++missing[i];
        if (missing[i] == 0) order_.push_back(i);
    }
    for (std::size_t at = 0; at < order_.size(); ++at) {
        const Index each = order_[at];
        for (const Index next : network_->successors[each]) {
            if (--missing[next] == 0) order_.push_back(next);
        }
        const Index next = after_[each];
        if (next != none && --missing[next] == 0) order_.push_back(next);
    }
}

Schedule MachinePlan::schedule() const {
    return {paths_.heads, modes_, paths_.makespan};
}

}  // namespace wayside::solver::shop
