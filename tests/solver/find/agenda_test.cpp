#include <doctest/doctest.h>

#include <random>
#include <string>
#include <utility>
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

TEST_CASE("what was taken twice is free again when both gave it back, and what was closed never") {
    Agenda agenda(100);
    Calendar calendar(100);
    calendar.open(0, 50 * 5);
    const auto ama = agenda.add(Resource{"ama", calendar});
    const auto first = agenda.take(ama, 40 * 5, 60 * 5);
    const auto second = agenda.take(ama, 45 * 5, 48 * 5);

    agenda.give_back(first);
    agenda.give_back(first);

    const TickSet& free = agenda.resources()[ama].calendar.free();
    CHECK(free.has_all({0, 45}));
    CHECK_FALSE(free.has(45));
    CHECK_FALSE(free.has(47));
    CHECK(free.has_all({48, 50}));
    CHECK_FALSE(free.has(50));
    agenda.give_back(second);
    CHECK(agenda.resources()[ama].calendar.free() == calendar.free());
    CHECK(agenda.takings().empty());
}

TEST_CASE("a lease is known by its holder until it is given back") {
    Agenda agenda(100);
    agenda.add(Pool("rooms", 2, 100));

    const auto lease = agenda.take({Places{0, 2}, 0, 50, Lease{"region", 30}});
    const auto booking = agenda.take(PoolIndex{0}, 50, 60, 1);

    CHECK(agenda.leases().count(lease) == 1);
    CHECK(agenda.leases().count(booking) == 0);
    CHECK(agenda.takings().at(lease).lease->holder == "region");
    CHECK(agenda.pools()[0].busy(9) == 2);
    agenda.give_back(lease);
    CHECK(agenda.leases().empty());
    CHECK(agenda.pools()[0].busy(9) == 0);
    CHECK(agenda.pools()[0].busy(10) == 1);
}

namespace {

constexpr ResourceIndex people = 5;

Agenda open_agenda(Tick horizon) {
    Agenda out(horizon);
    for (ResourceIndex i = 0; i < people; ++i) {
        Calendar calendar(horizon);
        calendar.open(50, std::int64_t{horizon} * 5 - 200);
        out.add(Resource{"r" + std::to_string(i), calendar});
    }
    out.add(Pool("rooms", 2, horizon));
    return out;
}

Taking random_taking(std::mt19937_64& random, Tick horizon) {
    const auto minutes = static_cast<std::uint64_t>(horizon) * 5 + 200;
    const auto begin = static_cast<std::int64_t>(random() % minutes) - 100;
    Taking out{Places{0, 1}, begin, begin + 1 + static_cast<std::int64_t>(random() % 400), {}};
    if (random() % 2 == 0) out.what = static_cast<ResourceIndex>(random() % people);
    if (random() % 4 == 0) out.lease = Lease{"region", begin};
    return out;
}

}  // namespace

TEST_CASE("what was prepared stays exact while things are taken and given back") {
    std::mt19937_64 random(17);
    for (int round = 0; round < 40; ++round) {
        const Tick horizon = 300 + static_cast<Tick>(random() % 1'500);
        Agenda agenda = open_agenda(horizon);
        const Tick length = 1 + static_cast<Tick>(random() % 90);
        const std::vector<Wanted> needs{AnyOf{{0, 1, 2, 3, 4}, 1}, AnyOf{{1, 3, 4}, 2},
                                        Places{0, 1}, Places{0, 2}};
        for (const Wanted& need : needs) agenda.prepare(need, length);
        std::vector<std::pair<TakingId, Taking>> taken;
        for (int i = 0; i < 80; ++i) {
            if (random() % 3 == 0 && !taken.empty()) {
                const auto at = static_cast<std::ptrdiff_t>(random() % taken.size());
                agenda.give_back((taken.begin() + at)->first);
                taken.erase(taken.begin() + at);
            } else {
                Taking one = random_taking(random, horizon);
                taken.emplace_back(agenda.take(one), one);
            }
        }

        Agenda fresh = open_agenda(horizon);
        for (const auto& [id, one] : taken) fresh.take(one);
        for (const Wanted& need : needs) {
            fresh.prepare(need, length);
            REQUIRE(*fresh.find_prepared(need, length) == *agenda.find_prepared(need, length));
        }
        for (ResourceIndex i = 0; i < people; ++i) {
            REQUIRE(fresh.resources()[i].calendar.free() == agenda.resources()[i].calendar.free());
        }
        CHECK(agenda.find_prepared(needs[0], length + 1) == nullptr);
    }
}

TEST_CASE("what would be free without some of what is taken is what is free after giving it back") {
    std::mt19937_64 random(18);
    for (int round = 0; round < 40; ++round) {
        Agenda agenda = open_agenda(600);
        std::vector<TakingId> some;
        for (int i = 0; i < 30; ++i) {
            const auto id = agenda.take(random_taking(random, 600));
            if (random() % 2 == 0) some.push_back(id);
        }

        const Agenda asked = agenda;
        for (const TakingId id : some) agenda.give_back(id);

        for (ResourceIndex i = 0; i < people; ++i) {
            REQUIRE(asked.calendar_if(i, some).free() == agenda.resources()[i].calendar.free());
        }
        REQUIRE(asked.pool_if(0, some).free(1) == agenda.pools()[0].free(1));
        REQUIRE(asked.pool_if(0, some).free(2) == agenda.pools()[0].free(2));
    }
}
