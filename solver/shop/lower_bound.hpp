// solver/shop/lower_bound.hpp: what no schedule can be shorter than.
#pragma once

#include "solver/shop/shop.hpp"

namespace wayside::solver::shop {

/// The longer of the critical path and, for each resource, the least work that must be done on it
/// by its capacity. Of activities with several modes only the path counts.
Time lower_bound_of(const Shop& shop);

}  // namespace wayside::solver::shop
