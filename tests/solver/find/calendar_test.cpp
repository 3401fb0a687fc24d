#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "solver/find/calendar.hpp"

using namespace wayside::solver::find;

TEST_CASE("free time is rounded inward and taken time outward") {
    CHECK(rounded_outward(1, 9) == TickSpan{0, 2});
    CHECK(rounded_inward(1, 9) == TickSpan{1, 1});
    CHECK(rounded_outward(-1, 1) == TickSpan{-1, 1});
    CHECK(rounded_inward(-7, 7) == TickSpan{-1, 1});
    CHECK(rounded_outward(10, 20) == TickSpan{2, 4});
    CHECK(rounded_inward(10, 20) == TickSpan{2, 4});
}

TEST_CASE("a calendar gives what is open and not taken, and nothing outside of its horizon") {
    Calendar calendar(100);

    calendar.open(-50, 200);
    calendar.take(52, 58);
    calendar.take(600, 900);
    calendar.open(490, 2'000);

    CHECK(calendar.free().has_all({0, 10}));
    CHECK_FALSE(calendar.free().has(10));
    CHECK_FALSE(calendar.free().has(11));
    CHECK(calendar.free().has_all({12, 40}));
    CHECK_FALSE(calendar.free().has(40));
    CHECK(calendar.free().has_all({98, 100}));
    CHECK_FALSE(calendar.free().has_all({98, 101}));
    CHECK_FALSE(calendar.free().has(-1));
}

TEST_CASE("an erosion holds exactly the beginnings of runs that are long enough") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 300; ++round) {
        const Tick ticks = 1 + static_cast<Tick>(random() % 1'700);
        TickSet set(ticks);
        std::vector<bool> naive(static_cast<std::size_t>(ticks) + 1'000, false);
        const auto spans = random() % 12;
        for (std::uint64_t i = 0; i < spans; ++i) {
            const Tick begin = static_cast<Tick>(random() % static_cast<std::uint64_t>(ticks));
            const Tick end = std::min(ticks, begin + static_cast<Tick>(random() % 600));
            const bool adds = random() % 4 != 0;
            adds ? set.add({begin, end}) : set.remove({begin, end});
            for (Tick at = begin; at < end; ++at) naive[static_cast<std::size_t>(at)] = adds;
        }
        const Tick length = 1 + static_cast<Tick>(random() % (round % 2 == 0 ? 40 : 448));
        for (std::size_t block = 0; block < set.blocks(); ++block) {
            std::array<std::uint64_t, TickSet::block_words> out{};
            erode_block(set.words(), block, length, out.data());
            for (Tick bit = 0; bit < TickSet::block_ticks; ++bit) {
                const Tick at = static_cast<Tick>(block) * TickSet::block_ticks + bit;
                bool is_run = at + length <= ticks;
                for (Tick i = 0; is_run && i < length; ++i) {
                    is_run = naive[static_cast<std::size_t>(at + i)];
                }
                const auto word = out[static_cast<std::size_t>(bit / 64)];
                REQUIRE(((word >> (bit % 64) & 1) != 0) == is_run);
            }
        }
    }
}

TEST_CASE("runs before and after a tick are those that counting one by one finds") {
    std::mt19937_64 random(8);
    for (int round = 0; round < 200; ++round) {
        const Tick ticks = 1 + static_cast<Tick>(random() % 400);
        TickSet set(ticks);
        for (int i = 0; i < 4; ++i) {
            const Tick begin = static_cast<Tick>(random() % static_cast<std::uint64_t>(ticks));
            set.add({begin, begin + static_cast<Tick>(random() % 150)});
        }
        for (Tick at = -3; at < ticks + 3; ++at) {
            const Tick most = static_cast<Tick>(random() % 140);
            Tick after = 0;
            while (after < most && set.has(at + after)) ++after;
            Tick before = 0;
            while (before < most && set.has(at - 1 - before)) ++before;
            REQUIRE(set.run_from(at, most) == after);
            REQUIRE(set.run_before(at, most) == before);
        }
    }
}
