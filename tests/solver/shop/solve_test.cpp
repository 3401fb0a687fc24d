#include "solver/shop/solve.hpp"

#include <doctest/doctest.h>

#include "solver/shop/evolution.hpp"
#include "solver/shop/lower_bound.hpp"
#include "tests/bench/solver/t3/made_instances.hpp"
#include "tests/solver/shop/referee.hpp"

namespace {

using namespace wayside;
using namespace wayside::solver::shop;
using solver::search::Budget;

Shop small_project(std::uint32_t k) {
    bench::ProjectWish wish;
    wish.jobs = 6;
    wish.resources = 1 + k % 3;
    wish.complexity = 120;
    wish.strength = 10 * (k % 5);
    return bench::made_project(wish, k);
}

Shop small_job_shop(std::uint32_t k) {
    bench::JobShopWish wish;
    wish.jobs = 3;
    wish.machines = 2;
    wish.operations = 2;
    wish.choices = 1 + k % 2;
    wish.longest = 9;
    return bench::made_job_shop(wish, k);
}

/// A number that every byte of the schedule changes.
std::uint64_t mark_of(const Schedule& schedule) {
    std::uint64_t mark = schedule.makespan;
    for (std::size_t i = 0; i < schedule.starts.size(); ++i) {
        mark = (mark ^ schedule.starts[i]) * 1'099'511'628'211U;
        mark = (mark ^ schedule.modes[i]) * 1'099'511'628'211U;
    }
    return mark;
}

}  // namespace

TEST_CASE("small projects are solved to the optimum that trying everything finds") {
    for (std::uint32_t k = 0; k < 8; ++k) {
        const Shop shop = small_project(k);
        const Schedule found = solve(shop, k, Budget::of_iterations(1'000));

        CHECK(broken_by(found, shop) == "");
        CHECK(found.makespan == least_makespan(shop));
        CHECK(found.makespan >= lower_bound_of(shop));
    }
}

TEST_CASE("small job shops are solved to the optimum, by either search") {
    for (std::uint32_t k = 0; k < 8; ++k) {
        const Shop shop = small_job_shop(k);
        const Time least = least_makespan(shop);

        for (const Schedule& found : {solve(shop, k, Budget::of_iterations(5'000)),
                                      evolve(shop, k, Budget::of_iterations(5'000))}) {
            CHECK(broken_by(found, shop) == "");
            CHECK(found.makespan == least);
        }
    }
}

TEST_CASE("larger schedules break nothing, whatever the budget, and more of it is no worse") {
    for (std::uint32_t k = 0; k < 4; ++k) {
        for (const Shop& shop : {bench::made_project({}, k), bench::made_job_shop({}, k)}) {
            Time last = horizon_of(shop);
            for (const int budget : {0, 1, 70, 130, 1'000}) {
                const Schedule found = solve(shop, 1, Budget::of_iterations(budget));
                CHECK(broken_by(found, shop) == "");
                CHECK(found.makespan <= last);
                last = found.makespan;
            }
        }
    }
}

TEST_CASE("a seed and a number of rounds give the same schedule, with every compiler") {
    const Schedule project = solve(bench::made_project({}, 3), 7, Budget::of_iterations(2'000));
    const Schedule job_shop = solve(bench::made_job_shop({}, 3), 7, Budget::of_iterations(2'000));

    CHECK(mark_of(project) == 13818999749791072691U);
    CHECK(mark_of(job_shop) == 5147760500570277523U);
}

TEST_CASE("an empty shop and one of nothing but milestones take no time") {
    CHECK(solve(Shop{}, 1, Budget::of_iterations(10)).makespan == 0);

    const Shop milestones{{}, {{{Mode{}}, {1}}, {{Mode{}}, {}}}};
    const Schedule found = solve(milestones, 1, Budget::of_iterations(10));
    CHECK(found.makespan == 0);
    CHECK(found.starts.size() == 2);
}

TEST_CASE("a clock that has run out still leaves a schedule") {
    const Shop shop = bench::made_project({}, 2);
    const Budget spent = Budget::of_time([] { return std::int64_t{5}; }, 0, 5);

    CHECK(broken_by(solve(shop, 1, spent), shop) == "");
}
