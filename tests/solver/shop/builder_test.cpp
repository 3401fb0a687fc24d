#include "solver/shop/builder.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "solver/shop/dispatcher.hpp"
#include "solver/shop/ordering.hpp"
#include "tests/bench/solver/t3/made_instances.hpp"
#include "tests/solver/shop/referee.hpp"

namespace {

using namespace wayside;
using namespace wayside::solver::shop;
using solver::search::Generator;
using Direction = Builder::Direction;

/// Projects of 1 to 9 resources, and flexible job shops, of every tightness.
std::vector<Shop> made_shops() {
    std::vector<Shop> shops;
    for (std::uint32_t k = 0; k < 12; ++k) {
        bench::ProjectWish wish;
        wish.jobs = 5 + 3 * k;
        wish.resources = 1 + k % 9;
        wish.complexity = 120 + 10 * k;
        wish.strength = 10 * (k % 8);
        shops.push_back(bench::made_project(wish, k));
        bench::JobShopWish job_shop;
        job_shop.jobs = 2 + k % 5;
        job_shop.machines = 2 + k;
        shops.push_back(bench::made_job_shop(job_shop, k));
    }
    return shops;
}

Shop reversed(const Shop& shop) {
    Shop out = shop;
    for (Activity& activity : out.activities) activity.successors.clear();
    for (Index i = 0; i < shop.activities.size(); ++i) {
        for (const Index next : shop.activities[i].successors) {
            out.activities[next].successors.push_back(i);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("made instances can be scheduled, and a seed makes the same one again") {
    for (const Shop& shop : made_shops()) CHECK(fault_of(shop).empty());

    const Shop one = bench::made_project({}, 5);
    const Shop same = bench::made_project({}, 5);
    CHECK(one.capacities == same.capacities);
    CHECK(one.capacities != bench::made_project({}, 6).capacities);
}

TEST_CASE("a list's schedule breaks nothing and is the one that trying every time gives") {
    Generator generator(1);
    for (const Shop& shop : made_shops()) {
        Builder builder(shop);
        for (int round = 0; round < 5; ++round) {
            const std::vector<Index> list = random_list(shop, generator);
            Schedule built{std::vector<Time>(list.size()), random_modes(shop, generator), 0};

            built.makespan = builder.build(Direction::forward, list, built.modes, built.starts);

            CHECK(broken_by(built, shop) == "");
            CHECK(built == built_plainly(shop, list, built.modes));
            CHECK(built.makespan <= horizon_of(shop));
        }
    }
}

TEST_CASE("backwards is forwards on the reversed precedence") {
    Generator generator(2);
    for (const Shop& shop : made_shops()) {
        Builder builder(shop);
        const Shop other = reversed(shop);
        const std::vector<Index> list = random_list(other, generator);
        Schedule built{std::vector<Time>(list.size()), random_modes(shop, generator), 0};

        built.makespan = builder.build(Direction::backward, list, built.modes, built.starts);

        CHECK(built == built_plainly(other, list, built.modes));
    }
}

TEST_CASE("dispatching starts at each time what can start then, and breaks nothing") {
    Generator generator(4);
    for (const Shop& shop : made_shops()) {
        const Builder builder(shop);
        Dispatcher dispatcher(builder);
        const Shop other = reversed(shop);
        for (int round = 0; round < 5; ++round) {
            const bool is_forward = round % 2 == 0;
            const Shop& seen = is_forward ? shop : other;
            const std::vector<Index> list = random_list(seen, generator);
            Schedule built{std::vector<Time>(list.size()), random_modes(shop, generator), 0};

            built.makespan = dispatcher.build(is_forward ? Direction::forward : Direction::backward,
                                              list, built.modes, built.starts);

            CHECK(broken_by(built, seen) == "");
            CHECK(built == dispatched_plainly(seen, list, built.modes));
        }
    }
}

TEST_CASE("a milestone holds nothing while dispatching, and what it releases may start at once") {
    Shop shop;
    shop.capacities = {2};
    shop.activities = {
        {{Mode{0, {{0, 2}}}}, {1}}, {{Mode{3, {{0, 2}}}}, {}}, {{Mode{2, {{0, 1}}}}, {}}};
    const Builder builder(shop);
    std::vector<Time> starts(3);

    const Time makespan = Dispatcher(builder).build(Direction::forward, std::vector<Index>{0, 1, 2},
                                                    std::vector<Index>{0, 0, 0}, starts);

    CHECK(starts == std::vector<Time>{0, 0, 3});
    CHECK(makespan == 5);
}

TEST_CASE("justification never lengthens a schedule and breaks nothing") {
    Generator generator(3);
    int shortened = 0;
    for (const Shop& shop : made_shops()) {
        Builder builder(shop);
        Ordering ordering(builder);
        std::vector<Index> list = random_list(shop, generator);
        Schedule built{std::vector<Time>(list.size()), random_modes(shop, generator), 0};
        built.makespan = builder.build(Direction::forward, list, built.modes, built.starts);
        const Time first = built.makespan;

        for (const Direction direction : {Direction::backward, Direction::forward}) {
            const Time before = built.makespan;
            ordering.list_last_first(direction, built, list);
            built.makespan = builder.build(direction, list, built.modes, built.starts);
            CHECK(built.makespan <= before);
        }

        CHECK(broken_by(built, shop) == "");
        shortened += built.makespan < first ? 1 : 0;
    }
    CHECK(shortened > 10);
}

TEST_CASE("each schedule counts once, in either direction") {
    const Shop shop = bench::made_project({}, 1);
    Builder builder(shop);
    std::vector<Time> starts(shop.activities.size());
    const std::vector<Index> modes(shop.activities.size(), 0);

    builder.build(Direction::forward, builder.network(Direction::forward).order, modes, starts);
    builder.build(Direction::backward, builder.network(Direction::backward).order, modes, starts);

    CHECK(builder.built() == 2);
}

TEST_CASE("an empty shop's schedule is empty") {
    const Shop shop;
    Builder builder(shop);

    CHECK(builder.build(Direction::forward, {}, {}, {}) == 0);
    CHECK(Dispatcher(builder).build(Direction::forward, {}, {}, {}) == 0);
}

TEST_CASE("what was given back to a profile is free again") {
    Profile profile({3, 2, 5, 1, 4}, 20);
    const std::vector<Need> needs = needs_of({4, {{0, 2}, {4, 3}}});

    profile.take(2, 4, needs);
    CHECK(profile.first_fit(0, 4, needs) == 6);
    CHECK(profile.first_fit(0, 2, needs) == 0);
    profile.give_back(2, 4, needs);

    CHECK(profile.first_fit(0, 4, needs) == 0);
}
