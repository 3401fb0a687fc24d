#include "solver/shop/builder.hpp"

#include <algorithm>

namespace wayside::solver::shop {

Builder::Builder(const Shop& shop)
    : shop_(shop),
      forward_(shop),
      backward_(mirrored(forward_)),
      profile_(shop.capacities, horizon_of(shop) + 1),
      ready_(shop.activities.size()) {
    for (const Activity& activity : shop.activities) {
        first_way_.push_back(static_cast<Index>(ways_.size()));
        for (const Mode& mode : activity.modes) {
            const std::vector<Need> needs = needs_of(mode);
            ways_.push_back({mode.duration, static_cast<Index>(needs_.size()),
                             static_cast<Index>(needs.size())});
            needs_.insert(needs_.end(), needs.begin(), needs.end());
        }
    }
}

Time Builder::build(Direction direction, std::span<const Index> list, std::span<const Index> modes,
                    std::span<Time> starts, std::size_t kept) {
    ++built_;
    profile_.clear();
    std::fill(ready_.begin(), ready_.end(), 0);
    const Rows& successors = network(direction).successors;
    Time makespan = 0;
    for (std::size_t at = 0; at < list.size(); ++at) {
        const Index each = list[at];
        const Way& way = ways_[first_way_[each] + modes[each]];
        const std::span<const Need> needs(needs_.data() + way.first_need, way.needs);
        const Time start =
            at < kept ? starts[each] : profile_.first_fit(ready_[each], way.duration, needs);
        const Time finish = start + way.duration;
        profile_.take(start, way.duration, needs);
        starts[each] = start;
        makespan = std::max(makespan, finish);
        for (const Index next : successors[each]) ready_[next] = std::max(ready_[next], finish);
    }
    return makespan;
}

Builder::Direction opposite(Builder::Direction direction) {
    return direction == Builder::Direction::forward ? Builder::Direction::backward
                                                    : Builder::Direction::forward;
}

}  // namespace wayside::solver::shop
