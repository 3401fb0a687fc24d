#include "solver/search/lengths.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

using wayside::solver::search::Duration;
using wayside::solver::search::Lengths;

namespace {

constexpr std::int64_t minute = 60'000;

}  // namespace

TEST_CASE("half of the lengths lie under p50 and four in five under p80") {
    for (const Duration& duration : {Duration{15 * minute, 22 * minute},
                                     {minute, 30 * minute},
                                     {20 * minute, 20 * minute},
                                     {90 * minute, 91 * minute}}) {
        const auto all = Lengths(duration).all();

        CHECK(std::is_sorted(all.begin(), all.end()));
        CHECK(all[63] <= duration.p50);
        CHECK(all[64] >= duration.p50 - 1);
        CHECK(all[101] <= duration.p80);
        CHECK(all[102] >= duration.p80 - 1);
    }
}

TEST_CASE("the lengths are a lognormal's to a part in ten thousand") {
    // sigma = ln(p80 / p50) / 0.8416; the quantiles at 1/256 and 255/256 lie 2.6601 sigma away.
    const auto all = Lengths({20 * minute, 30 * minute}).all();
    const double sigma = std::log(1.5) / 0.8416212;

    CHECK(static_cast<double>(all[127]) ==
          doctest::Approx(20.0 * minute * std::exp(2.6600675 * sigma)).epsilon(1e-4));
    CHECK(static_cast<double>(all[0]) ==
          doctest::Approx(20.0 * minute * std::exp(-2.6600675 * sigma)).epsilon(1e-4));
}

TEST_CASE("the shortest and the longest durations there may be are drawn from without harm") {
    for (const Duration& duration :
         {Duration{1, 1}, {1, Duration::most}, {Duration::most, Duration::most}, {1, 2}}) {
        const auto all = Lengths(duration).all();

        CHECK(all.front() >= 1);
        CHECK(all.back() <= Lengths::longest);
        CHECK(std::is_sorted(all.begin(), all.end()));
    }
}

TEST_CASE("what is left of a visit was longer than what has passed, and ends soon beyond all") {
    const Lengths lengths({15 * minute, 22 * minute});
    std::mt19937_64 dice(3);
    for (int i = 0; i < 1'000; ++i) {
        const std::int64_t left = lengths.remaining(dice(), 20 * minute);
        REQUIRE(left > 0);
        REQUIRE(std::binary_search(lengths.all().begin(), lengths.all().end(), left + 20 * minute));
        const std::int64_t overdue = lengths.remaining(dice(), 24 * 60 * minute);
        REQUIRE(overdue > 0);
        REQUIRE(overdue <= 8 * minute);
    }
}
