#include "solver/shop/dispatcher.hpp"

#include <algorithm>
#include <functional>

namespace wayside::solver::shop {

Dispatcher::Dispatcher(const Builder& builder)
    : builder_(builder),
      ranks_(builder.shop().activities.size()),
      missing_(builder.shop().activities.size()) {}

Time Dispatcher::build(Builder::Direction direction, std::span<const Index> list,
                       std::span<const Index> modes, std::span<Time> starts) {
    const Network& network = builder_.network(direction);
    begin(network, list);
    Time now = 0;
    start_what_fits(network, modes, now, starts);
    while (!running_.empty()) {
        now = running_.front().first;
        while (!running_.empty() && running_.front().first == now) {
            const Index finished = running_.front().second;
            std::pop_heap(running_.begin(), running_.end(), std::greater<>());
            running_.pop_back();
            for (const Demand& demand :
                 builder_.shop().activities[finished].modes[modes[finished]].demands) {
                free_[demand.resource] += demand.amount;
            }
            release_successors(network, finished);
        }
        start_what_fits(network, modes, now, starts);
    }
    return now;
}

void Dispatcher::begin(const Network& network, std::span<const Index> list) {
    free_ = builder_.shop().capacities;
    for (Index at = 0; at < list.size(); ++at) ranks_[list[at]] = at;
    ready_.clear();
    for (const Index each : list) {
        missing_[each] = static_cast<Index>(network.predecessors[each].size());
        if (missing_[each] == 0) ready_.push_back(each);
    }
}

void Dispatcher::start_what_fits(const Network& network, std::span<const Index> modes, Time now,
                                 std::span<Time> starts) {
    for (std::size_t at = 0; at < ready_.size();) {
        const Index each = ready_[at];
        const Mode& mode = builder_.shop().activities[each].modes[modes[each]];
        if (mode.duration > 0 && !fits(mode)) {
            ++at;
            continue;
        }
        ready_.erase(ready_.begin() + static_cast<std::ptrdiff_t>(at));
        starts[each] = now;
        if (mode.duration == 0) {
            // A milestone takes nothing; those that it releases stand behind it in the list.
            release_successors(network, each);
            continue;
        }
        for (const Demand& demand : mode.demands) free_[demand.resource] -= demand.amount;
        running_.emplace_back(now + mode.duration, each);
        std::push_heap(running_.begin(), running_.end(), std::greater<>());
    }
}

void Dispatcher::release_successors(const Network& network, Index finished) {
    const auto is_earlier = [&](Index left, Index right) { return ranks_[left] < ranks_[right]; };
    for (const Index next : network.successors[finished]) {
        if (--missing_[next] > 0) continue;
        ready_.insert(std::lower_bound(ready_.begin(), ready_.end(), next, is_earlier), next);
    }
}

bool Dispatcher::fits(const Mode& mode) const {
    return std::all_of(mode.demands.begin(), mode.demands.end(), [&](const Demand& demand) {
        return demand.amount <= free_[demand.resource];
    });
}

}  // namespace wayside::solver::shop
