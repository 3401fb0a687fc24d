#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "solver/find/agenda.hpp"
#include "solver/find/find_slots.hpp"

using namespace wayside::solver::find;

TEST_CASE("a pool is free while enough of its places are") {
    Pool pool("consulting", 2, 100);

    pool.take(0, 50, 1);
    pool.take(20, 30, 1);

    CHECK(pool.free(1).has_all({0, 4}));
    CHECK_FALSE(pool.free(1).has(4));
    CHECK_FALSE(pool.free(1).has(5));
    CHECK(pool.free(1).has_all({6, 100}));
    CHECK_FALSE(pool.free(2).has(9));
    CHECK(pool.free(2).has_all({10, 100}));
    CHECK_FALSE(pool.free(3).has(50));
    pool.take(20, 30, -1);
    CHECK(pool.free(1).has_all({0, 100}));
}

TEST_CASE("resources rank by id, whatever order they came in") {
    Agenda agenda(10);
    const auto eve = agenda.add(Resource{"eve", Calendar(10)});
    const auto ama = agenda.add(Resource{"ama", Calendar(10)});
    const auto ben = agenda.add(Resource{"ben", Calendar(10)});
    const auto ama_again = agenda.add(Resource{"ama", Calendar(10)});

    CHECK(agenda.rank(ama) == 0);
    CHECK(agenda.rank(ama_again) == 1);
    CHECK(agenda.rank(ben) == 2);
    CHECK(agenda.rank(eve) == 3);
}

TEST_CASE("what was prepared stays exact when more is taken") {
    std::mt19937_64 random(17);
    for (int round = 0; round < 40; ++round) {
        const Tick horizon = 300 + static_cast<Tick>(random() % 1'500);
        Agenda agenda(horizon);
        for (int i = 0; i < 5; ++i) {
            Calendar calendar(horizon);
            calendar.open(0, std::int64_t{horizon} * 5);
            agenda.add(Resource{"r" + std::to_string(i), calendar});
        }
        agenda.add(Pool("rooms", 2, horizon));
        const Tick length = 1 + static_cast<Tick>(random() % 90);
        const std::vector<Wanted> needs{AnyOf{{0, 1, 2, 3, 4}, 1}, AnyOf{{1, 3, 4}, 2},
                                        Places{0, 1}, Places{0, 2}};
        for (const Wanted& need : needs) agenda.prepare(need, length);
        for (int i = 0; i < 60; ++i) {
            const auto begin =
                static_cast<std::int64_t>(random() % (static_cast<std::uint64_t>(horizon) * 5));
            const auto end = begin + 1 + static_cast<std::int64_t>(random() % 400);
            if (random() % 2 == 0) {
                agenda.take(static_cast<ResourceIndex>(random() % 5), begin, end);
            } else {
                agenda.take(PoolIndex{0}, begin, end, random() % 4 == 0 ? -1 : 1);
            }
        }

        Agenda fresh = agenda;
        for (const Wanted& need : needs) {
            fresh.prepare(need, length);
            REQUIRE(*fresh.find_prepared(need, length) == *agenda.find_prepared(need, length));
        }
        CHECK(agenda.find_prepared(needs[0], length + 1) == nullptr);
    }
}
