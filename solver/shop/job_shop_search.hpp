// solver/shop/job_shop_search.hpp: the search for (flexible) job shops.
#pragma once

#include <cstdint>

#include "solver/search/budget.hpp"
#include "solver/shop/shop.hpp"

namespace wayside::solver::shop {

/// Iterated local search: an activity of a longest path goes to the best other place, taken or not
/// by late acceptance; what no longer gets better is left for an elite plan, shaken. A round is one
/// activity's insertions. `shop` is a job shop (`is_job_shop`) without fault.
Schedule search_job_shop(const Shop& shop, std::uint64_t seed, const search::Budget& budget);

}  // namespace wayside::solver::shop
