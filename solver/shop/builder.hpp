// solver/shop/builder.hpp: from an order of the activities to a schedule, and from a schedule to a
// tighter one.
#pragma once

#include <span>
#include <vector>

#include "solver/shop/network.hpp"
#include "solver/shop/profile.hpp"
#include "solver/shop/shop.hpp"

namespace wayside::solver::shop {

/// Serial schedule generation: takes the activities of a list one by one and starts each as early
/// as its predecessors and the resources allow. Time may run backwards: then a list begins with
/// what ends last, and times count from the end.
class Builder {
  public:
    enum class Direction { forward, backward };

    /// `shop` outlives it and has no fault.
    explicit Builder(const Shop& shop);

    /// Fills `starts`, returns the makespan. `list` holds every activity once, each behind those
    /// that precede it in this direction; `modes` is one for each activity. The first `kept` of the
    /// list have their starts already, from a list that began alike. Counts as one schedule.
    Time build(Direction direction, std::span<const Index> list, std::span<const Index> modes,
               std::span<Time> starts, std::size_t kept = 0);

    /// How often `build` was called: each is one schedule of Kolisch and Hartmann (2006).
    [[nodiscard]] std::int64_t built() const { return built_; }

    [[nodiscard]] const Shop& shop() const { return shop_; }
    [[nodiscard]] const Network& network(Direction direction) const {
        return direction == Direction::forward ? forward_ : backward_;
    }
    [[nodiscard]] Time duration(Index activity, Index mode) const {
        return ways_[first_way_[activity] + mode].duration;
    }

  private:
    struct Way {
        Time duration = 0;
        Index first_need = 0;
        Index needs = 0;
    };

    const Shop& shop_;
    Network forward_;
    Network backward_;
    std::vector<Index> first_way_;
    std::vector<Way> ways_;  ///< the modes of all activities
    std::vector<Need> needs_;
    Profile profile_;
    std::vector<Time> ready_;
    std::int64_t built_ = 0;
};

Builder::Direction opposite(Builder::Direction direction);

}  // namespace wayside::solver::shop
