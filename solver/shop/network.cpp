#include "solver/shop/network.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace wayside::solver::shop {

namespace {

Rows successors_of(const Shop& shop) {
    Rows rows;
    rows.firsts.push_back(0);
    for (const Activity& activity : shop.activities) {
        rows.items.insert(rows.items.end(), activity.successors.begin(), activity.successors.end());
        rows.firsts.push_back(static_cast<Index>(rows.items.size()));
    }
    return rows;
}

Rows transposed(const Rows& rows) {
    const std::size_t count = rows.firsts.size() - 1;
    Rows out;
    out.firsts.assign(count + 1, 0);
    out.items.resize(rows.items.size());
    for (const Index item : rows.items) ++out.firsts[item + 1];
    for (std::size_t row = 0; row < count; ++row) out.firsts[row + 1] += out.firsts[row];
    std::vector<Index> next(out.firsts.begin(), out.firsts.end() - 1);
    for (std::size_t row = 0; row < count; ++row) {
        for (const Index item : rows[row]) out.items[next[item]++] = static_cast<Index>(row);
    }
    return out;
}

std::vector<Index> order_of(const Rows& successors, const Rows& predecessors) {
    const std::size_t count = successors.firsts.size() - 1;
    std::vector<std::size_t> missing(count);
    std::priority_queue<Index, std::vector<Index>, std::greater<>> ready;
    for (std::size_t i = 0; i < count; ++i) {
        missing[i] = predecessors[i].size();
        if (missing[i] == 0) ready.push(static_cast<Index>(i));
    }
    std::vector<Index> order;
    order.reserve(count);
    while (!ready.empty()) {
        order.push_back(ready.top());
        ready.pop();
        for (const Index next : successors[order.back()]) {
            if (--missing[next] == 0) ready.push(next);
        }
    }
    return order;
}

Time shortest_of(const Activity& activity) {
    Time shortest = activity.modes.front().duration;
    for (const Mode& mode : activity.modes) shortest = std::min(shortest, mode.duration);
    return shortest;
}

}  // namespace

Network::Network(const Shop& shop)
    : successors(successors_of(shop)),
      predecessors(transposed(successors)),
      order(order_of(successors, predecessors)) {}

Network mirrored(Network network) {
    std::swap(network.successors, network.predecessors);
    std::reverse(network.order.begin(), network.order.end());
    return network;
}

std::vector<Time> tails_of(const Shop& shop, const Network& network) {
    std::vector<Time> tails(shop.activities.size(), 0);
    for (auto at = network.order.rbegin(); at != network.order.rend(); ++at) {
        for (const Index next : network.successors[*at]) {
            tails[*at] = std::max(tails[*at], tails[next] + shortest_of(shop.activities[next]));
        }
    }
    return tails;
}

Time critical_path_of(const Shop& shop) {
    const std::vector<Time> tails = tails_of(shop, Network(shop));
    Time longest = 0;
    for (std::size_t i = 0; i < tails.size(); ++i) {
        longest = std::max(longest, tails[i] + shortest_of(shop.activities[i]));
    }
    return longest;
}

}  // namespace wayside::solver::shop
