#include "solver/shop/solve.hpp"

#include "solver/shop/evolution.hpp"
#include "solver/shop/job_shop_search.hpp"

namespace wayside::solver::shop {

Schedule solve(const Shop& shop, std::uint64_t seed, const search::Budget& budget) {
    return is_job_shop(shop) ? search_job_shop(shop, seed, budget) : evolve(shop, seed, budget);
}

}  // namespace wayside::solver::shop
