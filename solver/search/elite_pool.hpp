// solver/search/elite_pool.hpp: the few best solutions seen that differ from one another.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace wayside::solver::search {

template <class Solution>
struct Elite {
    std::int64_t cost = 0;
    Solution solution;
};

/// Kept in order of cost; of equal costs the older comes first.
template <class Solution>
class ElitePool {
  public:
    /// At most `most` solutions, at least 1. Two of which `distance` is below `least_distance` are
    /// too alike: the cheaper stays.
    ElitePool(std::size_t most, std::int64_t least_distance)
        : most_(std::max<std::size_t>(1, most)), least_distance_(least_distance) {}

    /// True if it was taken in. `distance` is a function of two solutions.
    template <class Distance>
    bool offer(std::int64_t cost, const Solution& solution, const Distance& distance) {
        if (elites_.size() == most_ && cost >= elites_.back().cost) return false;
        const auto is_alike = [&](const Elite<Solution>& other) {
            return distance(other.solution, solution) < least_distance_;
        };
        for (const Elite<Solution>& other : elites_) {
            if (other.cost > cost) break;
            if (is_alike(other)) return false;
        }
        std::erase_if(elites_, is_alike);
        const auto at = std::upper_bound(
            elites_.begin(), elites_.end(), cost,
            [](std::int64_t left, const Elite<Solution>& right) { return left < right.cost; });
        elites_.insert(at, Elite<Solution>{cost, solution});
        if (elites_.size() > most_) elites_.pop_back();
        return true;
    }

    [[nodiscard]] const std::vector<Elite<Solution>>& elites() const { return elites_; }

  private:
    std::size_t most_;
    std::int64_t least_distance_;
    std::vector<Elite<Solution>> elites_;
};

}  // namespace wayside::solver::search
