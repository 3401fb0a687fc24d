// solver/shop/solve.hpp: a schedule for any shop.
#pragma once

#include <cstdint>

#include "solver/search/budget.hpp"
#include "solver/shop/shop.hpp"

namespace wayside::solver::shop {

/// The shortest schedule found: by `search_job_shop` where machines do one activity at a time, else
/// by `evolve`. `shop` has no fault. With a budget of rounds the same on every machine; at least
/// one schedule is built whatever the budget.
Schedule solve(const Shop& shop, std::uint64_t seed, const search::Budget& budget);

}  // namespace wayside::solver::shop
