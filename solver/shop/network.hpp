// solver/shop/network.hpp: who comes before whom, in arrays that are quick to walk.
#pragma once

#include <span>
#include <vector>

#include "solver/shop/shop.hpp"

namespace wayside::solver::shop {

/// Lists of different lengths, one behind the other.
struct Rows {
    std::vector<Index> firsts;  ///< one more than there are rows
    std::vector<Index> items;

    std::span<const Index> operator[](std::size_t row) const {
        return {items.data() + firsts[row], items.data() + firsts[row + 1]};
    }
};

struct Network {
    explicit Network(const Shop& shop);

    Rows successors;
    Rows predecessors;
    /// Each after its predecessors, by the smaller index where there is a choice; shorter than the
    /// list of activities if precedence goes in a circle.
    std::vector<Index> order;
};

/// The same with time running backwards.
Network mirrored(Network network);

/// The longest time from an activity's finish to the end of all, by its shortest modes and without
/// resources.
std::vector<Time> tails_of(const Shop& shop, const Network& network);

/// The makespan that precedence alone allows, in the shortest modes.
Time critical_path_of(const Shop& shop);

}  // namespace wayside::solver::shop
