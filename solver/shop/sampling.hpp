// solver/shop/sampling.hpp: lists to begin with.
#pragma once

#include <vector>

#include "solver/search/generator.hpp"
#include "solver/shop/network.hpp"

namespace wayside::solver::shop {

/// Of what may come next always that with the most time behind it (the least latest start).
std::vector<Index> by_longest_tail(const Shop& shop, const Network& network);

/// Regret-based biased sampling (Drexl, 1991) by `tails`, one for each activity: of what may come
/// next, the chance of each is (its tail less the least of these, plus 1) cubed.
void sample_list(const Network& network, const std::vector<Time>& tails,
                 search::Generator& generator, std::vector<Index>& list);

}  // namespace wayside::solver::shop
