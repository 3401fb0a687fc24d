#include "solver/plan/repair.hpp"

#include <doctest/doctest.h>

#include "solver/plan/planner.hpp"
#include "tests/solver/plan/made_problem.hpp"

namespace {

using namespace wayside::solver;
using namespace wayside::solver::plan;
using search::Budget;

struct Day {
    problem::Problem problem;
    problem::Disruption disruption;
};

Day broken_day(std::uint64_t seed) {
    Day day{made_problem(seed, {.visits = 55}), {}};
    const Outcome outcome = make_plan(day.problem, {}, Budget::of_iterations(1500));
    day.disruption = made_disruption(day.problem, outcome.plan, seed + 1);
    return day;
}

TEST_CASE("a repaired plan breaks nothing and each proposal costs what it says") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const Day day = broken_day(seed);

        const Repair repair =
            make_repair(day.problem, day.disruption, {}, Budget::of_iterations(2000));

        REQUIRE_FALSE(repair.proposals.empty());
        CHECK(repair.proposals.size() <= 3);
        for (const Proposal& proposal : repair.proposals) {
            const Verdict verdict = evaluate(day.problem, proposal.plan, day.disruption);
            CHECK(verdict.violations.empty());
            CHECK(verdict.costs.total() == proposal.costs.total());
            CHECK(proposal.costs.total() >= repair.proposals.front().costs.total());
        }
    }
}

TEST_CASE("undoing a proposal restores what was announced, exactly") {
    const Day day = broken_day(2);

    const Repair repair = make_repair(day.problem, day.disruption, {}, Budget::of_iterations(1000));

    for (const Proposal& proposal : repair.proposals) {
        CHECK_FALSE(proposal.changes.empty());
        CHECK(undone(proposal) == day.disruption.announced);
    }
}

TEST_CASE("asked twice it answers the same, and a repair of the repaired plan changes nothing") {
    Day day = broken_day(3);
    const Repair one = make_repair(day.problem, day.disruption, {}, Budget::of_iterations(1000));
    const Repair again = make_repair(day.problem, day.disruption, {}, Budget::of_iterations(1000));
    REQUIRE(one.proposals.size() == again.proposals.size());
    for (std::size_t p = 0; p < one.proposals.size(); ++p) {
        CHECK(one.proposals[p].plan == again.proposals[p].plan);
    }

    day.disruption.announced = one.proposals.front().plan;
    day.disruption.emergencies.clear();
    const Repair later = make_repair(day.problem, day.disruption, {}, Budget::of_iterations(1000));

    REQUIRE(later.proposals.size() == 1);
    CHECK(later.proposals.front().changes.empty());
}

TEST_CASE("several searches side by side repair alike on every run") {
    const Day day = broken_day(4);
    const Budget budget = Budget::of_iterations(600);

    const Repair one = make_repair(day.problem, day.disruption, {.threads = 3}, budget);
    const Repair again = make_repair(day.problem, day.disruption, {.threads = 3}, budget);

    REQUIRE(one.proposals.size() == again.proposals.size());
    for (std::size_t p = 0; p < one.proposals.size(); ++p) {
        CHECK(one.proposals[p].plan == again.proposals[p].plan);
        CHECK(evaluate(day.problem, one.proposals[p].plan, day.disruption).violations.empty());
    }
}

TEST_CASE("no plan gets cheaper by putting one moved visit back") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const Day day = broken_day(seed);
        const Repair repair =
            make_repair(day.problem, day.disruption, {}, Budget::of_iterations(800));
        for (const Proposal& proposal : repair.proposals) {
            for (const Change& change : proposal.changes) {
                problem::Plan back = proposal.plan;
                back.visits[change.visit] = change.was;
                const Verdict verdict = evaluate(day.problem, back, day.disruption);
                if (!verdict.violations.empty()) continue;
                CHECK(verdict.costs.total() >= proposal.costs.total());
            }
        }
    }
}

TEST_CASE("no more visits are moved than the cap allows") {
    const Day day = broken_day(4);
    for (const std::size_t most : {0U, 1U, 2U}) {
        const Repair repair = make_repair(day.problem, day.disruption, {.most_moves = most},
                                          Budget::of_iterations(1500));
        for (const Proposal& proposal : repair.proposals) CHECK(proposal.costs.moves <= most);
    }
}

TEST_CASE("where what was announced still holds nothing is changed") {
    Day day = broken_day(5);
    day.disruption.absences.clear();
    day.disruption.closures.clear();
    day.disruption.emergencies.clear();

    const Repair repair = make_repair(day.problem, day.disruption, {}, Budget::of_iterations(500));

    REQUIRE(repair.proposals.size() == 1);
    CHECK(repair.proposals.front().plan == day.disruption.announced);
}

}  // namespace
