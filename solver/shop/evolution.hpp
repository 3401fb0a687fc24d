// solver/shop/evolution.hpp: the search for projects.
#pragma once

#include <cstdint>

#include "solver/search/budget.hpp"
#include "solver/shop/shop.hpp"

namespace wayside::solver::shop {

/// Two populations, one of schedules pushed to the front, one of schedules pushed to the back: the
/// children of one are built in the other's direction, so that every single schedule is a
/// justification of its parents as well as their child (after Debels and Vanhoucke, 2007).
///
/// A round is one schedule built, in either direction. Ends early when `lower_bound_of` is reached.
/// `shop` has no fault.
Schedule evolve(const Shop& shop, std::uint64_t seed, const search::Budget& budget);

}  // namespace wayside::solver::shop
