#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "solver/search/annealing.hpp"
#include "solver/search/budget.hpp"
#include "solver/search/elite_pool.hpp"
#include "solver/search/generator.hpp"
#include "solver/search/late_acceptance.hpp"

namespace {

using namespace wayside::solver::search;

TEST_CASE("a seed gives these numbers on every machine, whatever the compiler") {
    Generator generator(7);

    CHECK(generator.bits() == 0x63CBE1E459320DD7U);
    CHECK(generator.bits() == 0x044C3CD7F43C661CU);
}

TEST_CASE("numbers below an end stay below it and come about equally often") {
    Generator generator(1);
    std::array<int, 10> times{};

    for (int i = 0; i < 100'000; ++i) ++times[generator.below(10)];

    for (const int count : times) CHECK(std::abs(count - 10'000) < 500);
}

TEST_CASE("a shuffle loses nothing, and two streams of a seed differ") {
    std::array<int, 50> items{};
    std::iota(items.begin(), items.end(), 0);
    Generator one = Generator::derived(3, 1);
    Generator two = Generator::derived(3, 2);

    one.shuffle(std::span<int>(items));

    CHECK(std::accumulate(items.begin(), items.end(), 0) == 49 * 50 / 2);
    CHECK(items[0] + items[1] * 100 + items[2] * 10'000 != 20'100);
    CHECK(one.bits() != two.bits());
}

TEST_CASE("a budget of rounds gives exactly so many") {
    for (const std::int64_t most : {0, 1, 31, 32, 33, 1000}) {
        Meter meter(Budget::of_iterations(most));
        std::int64_t rounds = 0;

        while (meter.goes_on()) ++rounds;

        CHECK(rounds == most);
        CHECK(meter.spent() == whole_share);
    }
}

TEST_CASE("a budget of time ends by its clock and counts what was spent before the first round") {
    std::int64_t now = 50;
    Meter meter(Budget::of_time([&now] { return now; }, 0, 100), 1);

    CHECK(meter.goes_on());
    CHECK(meter.spent() == whole_share / 2);
    now = 100;
    CHECK_FALSE(meter.goes_on());
    CHECK(meter.spent() == whole_share);
}

TEST_CASE("a search that is stopped has spent its budget, of rounds or of time") {
    bool is_stopped = false;
    for (Budget budget : {Budget::of_iterations(1'000'000),
                          Budget::of_time([] { return std::int64_t{5}; }, 0, 10)}) {
        is_stopped = false;
        budget.is_stopped = [&is_stopped] { return is_stopped; };
        Meter meter(budget);
        CHECK(meter.goes_on());
        is_stopped = true;
        int more = 0;
        while (meter.goes_on()) ++more;
        CHECK(more < 64);
        CHECK(meter.spent() == whole_share);
        CHECK_FALSE(meter.goes_on());
    }
}

TEST_CASE("a temperature falls by factor from the first to the last") {
    const Cooling cooling{.first = 25'600, .last = 256};

    CHECK(std::llabs(temperature_at(cooling, 0) - 25'600) < 100);
    CHECK(std::llabs(temperature_at(cooling, whole_share / 2) - 2'560) < 20);
    CHECK(std::llabs(temperature_at(cooling, whole_share) - 256) < 3);
}

TEST_CASE("annealing's slack has the temperature as its mean and exp(-1) of it lies above") {
    Annealing annealing({.first = 256 * 1000, .last = 256});
    Generator generator(5);
    std::int64_t sum = 0;
    int above = 0;

    for (int i = 0; i < 100'000; ++i) {
        const std::int64_t slack = annealing.draw_slack(generator);
        sum += slack;
        above += slack > 1000 ? 1 : 0;
    }

    CHECK(std::abs(static_cast<double>(sum) / 1e5 - 1000.0) < 25.0);
    CHECK(std::abs(above / 1e5 - std::exp(-1.0)) < 0.01);
}

TEST_CASE("late acceptance takes what is better than a while ago and no more") {
    LateAcceptance late(2, 100);

    CHECK(late.accepts(90, 80));
    CHECK_FALSE(late.accepts(110, 90));
    CHECK_FALSE(late.accepts(95, 90));
    CHECK(late.accepts(90, 90));
}

TEST_CASE("an elite pool keeps the best that differ, the cheaper of two that are alike") {
    ElitePool<int> pool(2, 5);
    const auto distance = [](int a, int b) { return std::abs(a - b); };

    CHECK(pool.offer(30, 100, distance));
    CHECK(pool.offer(20, 200, distance));
    CHECK_FALSE(pool.offer(25, 201, distance));
    CHECK(pool.offer(10, 202, distance));
    CHECK_FALSE(pool.offer(40, 300, distance));

    REQUIRE(pool.elites().size() == 2);
    CHECK(pool.elites()[0].solution == 202);
    CHECK(pool.elites()[1].solution == 100);
}

}  // namespace
