#include "solver/shop/shop.hpp"

#include <doctest/doctest.h>

#include "solver/shop/network.hpp"

namespace {

using namespace wayside::solver::shop;

/// Two jobs one after the other, of 3 and 4, beside one of 5; all share one place.
Shop three_jobs() {
    Shop shop{{1}, {}};
    shop.activities = {{{{3, {{0, 1}}}}, {1}}, {{{4, {{0, 1}}}}, {}}, {{{5, {{0, 1}}}}, {}}};
    return shop;
}

}  // namespace

TEST_CASE("a shop that can be scheduled has no fault, an empty one neither") {
    CHECK(fault_of(three_jobs()).empty());
    CHECK(fault_of(Shop{}).empty());
}

TEST_CASE("what cannot be scheduled is said in words") {
    Shop circle = three_jobs();
    circle.activities[1].successors = {0};
    Shop greedy = three_jobs();
    greedy.activities[2].modes[0].demands[0].amount = 2;
    Shop nowhere = three_jobs();
    nowhere.activities[2].modes[0].demands[0].resource = 1;
    Shop endless = three_jobs();
    endless.activities[0].modes[0].duration = Shop::most_horizon;
    Shop impossible = three_jobs();
    impossible.activities[1].modes.clear();
    Shop stray = three_jobs();
    stray.activities[1].successors = {3};
    Shop twice = three_jobs();
    twice.activities[0].modes[0].demands = {{0, 1}, {0, 1}};

    CHECK(fault_of(circle) == "precedence goes in a circle");
    CHECK(fault_of(greedy) == "a demand is above its resource's capacity");
    CHECK(fault_of(nowhere) == "a demand names no resource");
    CHECK(fault_of(endless) == "all durations together are too long");
    CHECK(fault_of(impossible) == "an activity has no mode");
    CHECK(fault_of(stray) == "a successor is no activity");
    CHECK(fault_of(twice) == "a mode demands a resource twice");
}

TEST_CASE("the critical path knows precedence and the shortest modes, but no resources") {
    Shop shop = three_jobs();
    CHECK(critical_path_of(shop) == 7);

    shop.activities[1].modes.push_back({1, {{0, 1}}});
    CHECK(critical_path_of(shop) == 5);
    CHECK(critical_path_of(Shop{}) == 0);
}

TEST_CASE("one machine at a time makes a job shop, a second place does not") {
    Shop shop = three_jobs();
    CHECK(is_job_shop(shop));

    shop.capacities[0] = 2;
    CHECK_FALSE(is_job_shop(shop));
}
