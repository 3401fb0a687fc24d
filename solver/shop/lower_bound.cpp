#include "solver/shop/lower_bound.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "solver/shop/network.hpp"

namespace wayside::solver::shop {

Time lower_bound_of(const Shop& shop) {
    std::vector<std::uint64_t> work(shop.capacities.size(), 0);
    for (const Activity& activity : shop.activities) {
        if (activity.modes.size() > 1) continue;
        const Mode& mode = activity.modes[0];
        for (const Demand& demand : mode.demands) {
            work[demand.resource] += std::uint64_t{demand.amount} * mode.duration;
        }
    }
    Time bound = critical_path_of(shop);
    for (std::size_t k = 0; k < work.size(); ++k) {
        const std::uint64_t capacity = std::max(1U, shop.capacities[k]);
        bound = std::max(bound, static_cast<Time>((work[k] + capacity - 1) / capacity));
    }
    return bound;
}

}  // namespace wayside::solver::shop
