#include "solver/shop/ordering.hpp"

#include <algorithm>

namespace wayside::solver::shop {

Ordering::Ordering(const Builder& builder)
    : builder_(builder),
      keys_(builder.shop().activities.size()),
      sorted_(builder.shop().activities.size()) {
    for (const auto direction : {Builder::Direction::forward, Builder::Direction::backward}) {
        const std::vector<Index>& order = builder.network(direction).order;
        std::vector<Index>& ranks = ranks_[static_cast<std::size_t>(direction)];
        ranks.resize(order.size());
        for (Index at = 0; at < order.size(); ++at) ranks[order[at]] = at;
    }
}

void Ordering::list_by_keys(Builder::Direction direction, std::span<const std::uint32_t> keys,
                            std::vector<Index>& list) {
    const std::vector<Index>& ranks = ranks_[static_cast<std::size_t>(direction)];
    for (std::size_t i = 0; i < keys.size(); ++i) {
        sorted_[i] = (std::uint64_t{keys[i]} << 32U) | ranks[i];
    }
    std::sort(sorted_.begin(), sorted_.end());
    const std::vector<Index>& order = builder_.network(direction).order;
    list.resize(keys.size());
    for (std::size_t i = 0; i < list.size(); ++i) list[i] = order[sorted_[i] & 0xFFFFFFFFU];
}

void Ordering::list_last_first(Builder::Direction direction, const Schedule& schedule,
                               std::vector<Index>& list) {
    for (Index i = 0; i < keys_.size(); ++i) {
        const Time duration = builder_.duration(i, schedule.modes[i]);
        keys_[i] = schedule.makespan - schedule.starts[i] - duration;
    }
    list_by_keys(direction, keys_, list);
}

}  // namespace wayside::solver::shop
