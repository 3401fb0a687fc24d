#include "solver/shop/shop.hpp"

#include <algorithm>
#include <numeric>

#include "solver/shop/network.hpp"

namespace wayside::solver::shop {

namespace {

Time longest_of(const Activity& activity) {
    Time longest = 0;
    for (const Mode& mode : activity.modes) longest = std::max(longest, mode.duration);
    return longest;
}

std::string fault_of(const Mode& mode, const std::vector<std::uint32_t>& capacities) {
    if (mode.duration > Shop::most_horizon) return "a duration is too long";
    std::vector<Index> seen;
    for (const Demand& demand : mode.demands) {
        if (demand.resource >= capacities.size()) return "a demand names no resource";
        if (demand.amount > capacities[demand.resource]) {
            return "a demand is above its resource's capacity";
        }
        seen.push_back(demand.resource);
    }
    std::sort(seen.begin(), seen.end());
    const bool is_twice = std::adjacent_find(seen.begin(), seen.end()) != seen.end();
    return is_twice ? "a mode demands a resource twice" : "";
}

std::string fault_of(const Activity& activity, const Shop& shop) {
    if (activity.modes.empty()) return "an activity has no mode";
    if (activity.modes.size() > Shop::most_modes) return "an activity has too many modes";
    for (const Mode& mode : activity.modes) {
        std::string fault = fault_of(mode, shop.capacities);
        if (!fault.empty()) return fault;
    }
    const auto is_wrong = [&](Index index) { return index >= shop.activities.size(); };
    const auto& next = activity.successors;
    return std::any_of(next.begin(), next.end(), is_wrong) ? "a successor is no activity" : "";
}

}  // namespace

std::string fault_of(const Shop& shop) {
    if (shop.activities.size() > Shop::most_activities) return "too many activities";
    if (shop.capacities.size() > Shop::most_resources) return "too many resources";
    for (const std::uint32_t capacity : shop.capacities) {
        if (capacity > Shop::most_capacity) return "a capacity is too large";
    }
    std::uint64_t horizon = 0;
    for (const Activity& activity : shop.activities) {
        std::string fault = fault_of(activity, shop);
        if (!fault.empty()) return fault;
        horizon += longest_of(activity);
    }
    if (horizon > Shop::most_horizon) return "all durations together are too long";
    const bool is_ordered = Network(shop).order.size() == shop.activities.size();
    return is_ordered ? "" : "precedence goes in a circle";
}

Time horizon_of(const Shop& shop) {
    return std::accumulate(
        shop.activities.begin(), shop.activities.end(), Time{0},
        [](Time sum, const Activity& activity) { return sum + longest_of(activity); });
}

bool is_job_shop(const Shop& shop) {
    const auto is_alone = [&](const Mode& mode) {
        return mode.demands.empty() || (mode.demands.size() == 1 && mode.demands[0].amount == 1 &&
                                        shop.capacities[mode.demands[0].resource] == 1);
    };
    return std::all_of(shop.activities.begin(), shop.activities.end(), [&](const Activity& each) {
        return std::all_of(each.modes.begin(), each.modes.end(), is_alone);
    });
}

}  // namespace wayside::solver::shop
