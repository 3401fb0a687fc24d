#include <doctest/doctest.h>

#include "solver/shop/crossover.hpp"
#include "solver/shop/insertion_move.hpp"
#include "solver/shop/ordering.hpp"
#include "solver/shop/sampling.hpp"
#include "solver/shop/shift_move.hpp"
#include "tests/bench/solver/t3/made_instances.hpp"
#include "tests/solver/shop/referee.hpp"

namespace {

using namespace wayside;
using namespace wayside::solver::shop;
using solver::search::Generator;
using Direction = Builder::Direction;

Shop made_project(std::uint32_t k) {
    bench::ProjectWish wish;
    wish.jobs = 4 + k;
    wish.resources = 1 + k % 6;
    return bench::made_project(wish, k);
}

Shop made_job_shop(std::uint32_t k) {
    bench::JobShopWish wish;
    wish.jobs = 2 + k % 6;
    wish.machines = 2 + k % 5;
    wish.operations = 2 + k % 4;
    return bench::made_job_shop(wish, k);
}

/// Whether each of the list stands behind all that precede it.
bool keeps_precedence(const Network& network, const std::vector<Index>& list) {
    std::vector<bool> is_listed(list.size(), false);
    for (const Index each : list) {
        for (const Index other : network.predecessors[each]) {
            if (!is_listed[other]) return false;
        }
        is_listed[each] = true;
    }
    return true;
}

}  // namespace

TEST_CASE("a shift's makespan is that of the moved list built from nothing, in either direction") {
    Generator generator(1);
    for (std::uint32_t k = 0; k < 30; ++k) {
        const Shop shop = made_project(k);
        Builder builder(shop);
        for (const Direction direction : {Direction::forward, Direction::backward}) {
            std::vector<Index> list = builder.network(direction).order;
            const std::vector<Index> modes(list.size(), 0);
            std::vector<Time> starts(list.size());
            for (int round = 0; round < 10; ++round) {
                builder.build(direction, list, modes, starts);
                const ShiftMove move = draw_shift(builder.network(direction), list, generator);

                const Time value = evaluate(move, direction, list, modes, starts, builder);
                solver::shop::apply(move, list);

                CHECK(keeps_precedence(builder.network(direction), list));
                CHECK(value == builder.build(direction, list, modes, starts));
            }
        }
    }
}

TEST_CASE(
    "an insertion's makespan is that of the plan computed anew, and no place makes a circle") {
    Generator generator(2);
    int tried = 0;
    for (std::uint32_t k = 0; k < 30; ++k) {
        const Shop shop = made_job_shop(k);
        const Network network(shop);
        MachinePlan plan(shop, network, by_longest_tail(shop, network));
        Insertions insertions(plan);
        for (int round = 0; round < 40; ++round) {
            const auto activity = static_cast<Index>(generator.index(shop.activities.size()));
            const auto mode =
                static_cast<Index>(generator.index(shop.activities[activity].modes.size()));
            insertions.choose(activity);
            const Insertions::Range range = insertions.places(mode);
            if (range.first > range.last) continue;
            const InsertionMove move{activity, mode,
                                     range.first + generator.below(range.last - range.first + 1)};
            const Insertions::Value value = insertions.evaluate(move);

            solver::shop::apply(move, plan);

            CHECK(plan.makespan() == value.makespan);
            CHECK(broken_by(plan.schedule(), shop) == "");
            ++tried;
        }
    }
    CHECK(tried > 1'000);
}

TEST_CASE("a plan without an activity has the longest paths of a shop that lacks it") {
    Generator generator(3);
    for (std::uint32_t k = 0; k < 20; ++k) {
        const Shop shop = made_job_shop(k);
        const Network network(shop);
        const MachinePlan plan(shop, network, random_list(shop, generator));
        const auto activity = static_cast<Index>(generator.index(shop.activities.size()));
        Paths paths;

        plan.fill_paths_without(activity, paths);

        Shop lacking = shop;
        for (Mode& mode : lacking.activities[activity].modes) mode = {0, {}};
        // The order of what is left is that of the plan's own starts.
        Builder builder(shop);
        Ordering ordering(builder);
        std::vector<Index> list;
        ordering.list_by_keys(Direction::forward, plan.paths().heads, list);
        const Schedule left = built_plainly(lacking, list, plan.modes());
        CHECK(paths.makespan >= left.makespan);
        CHECK(paths.makespan <= plan.makespan());
    }
}

TEST_CASE(
    "children keep the precedence of the direction they are built in, and both parents' modes") {
    Generator generator(4);
    for (std::uint32_t k = 0; k < 30; ++k) {
        const Shop shop = k % 2 == 0 ? made_project(k) : made_job_shop(k);
        Builder builder(shop);
        Ordering ordering(builder);
        for (const Direction direction : {Direction::forward, Direction::backward}) {
            std::vector<Index> list;
            Schedule parents[2];
            for (Schedule& parent : parents) {
                sample_list(builder.network(direction), tails_of(shop, builder.network(direction)),
                            generator, list);
                parent = {std::vector<Time>(list.size()), random_modes(shop, generator), 0};
                parent.makespan = builder.build(direction, list, parent.modes, parent.starts);
            }
            std::vector<std::uint32_t> keys;
            std::vector<Index> modes;

            cross(builder, parents[0], parents[1], draw_window(parents[0].makespan, generator),
                  keys, modes);
            ordering.list_by_keys(opposite(direction), keys, list);

            CHECK(list.size() == shop.activities.size());
            CHECK(keeps_precedence(builder.network(opposite(direction)), list));
            for (Index i = 0; i < modes.size(); ++i) {
                CHECK((modes[i] == parents[0].modes[i] || modes[i] == parents[1].modes[i]));
            }
        }
    }
}

TEST_CASE("sampled lists keep precedence, also where tails are as long as can be") {
    Generator generator(5);
    const Shop shop = made_project(40);
    const Network network(shop);
    std::vector<Time> tails = tails_of(shop, network);
    std::vector<Index> list;

    for (const Time longer : {0U, Shop::most_horizon}) {
        for (Time& tail : tails) tail += generator.below(2) * longer;
        sample_list(network, tails, generator, list);
        CHECK(keeps_precedence(network, list));
    }
    CHECK(keeps_precedence(network, by_longest_tail(shop, network)));
}
