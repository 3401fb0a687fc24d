#include <doctest/doctest.h>

#include <algorithm>

#include "solver/plan/evaluate.hpp"
#include "solver/plan/planner.hpp"
#include "solver/plan/searcher.hpp"
#include "tests/solver/plan/made_week.hpp"

namespace {

using namespace wayside::solver;
using namespace wayside::solver::plan;
using problem::Slot;
using search::Budget;

problem::Cost first_fit_cost(const problem::Problem& week) {
    const Model model = make_model(week);
    Searcher<40> searcher(model, 1, {});
    searcher.construct_first_fit();
    return searcher.best_cost();
}

Slot day_of(Slot slot) {
    return slot / slots_of_day;
}

TEST_CASE("a week's plan breaks nothing, costs what it says and is better than first fit") {
    for (const std::uint64_t seed : {1, 2, 3}) {
        const problem::Problem week = made_week(seed);

        const Outcome outcome = make_plan(week, {.seed = seed}, Budget::of_iterations(2000));

        const Verdict verdict = evaluate(week, outcome.plan);
        CHECK(verdict.violations.empty());
        CHECK(verdict.costs.total() == outcome.cost);
        CHECK(outcome.cost < first_fit_cost(week));
    }
}

TEST_CASE("in a week's plan who must come back does so on a later day") {
    const problem::Problem week = made_week(1);

    const Outcome outcome = make_plan(week, {.seed = 1}, Budget::of_iterations(500));

    std::size_t came_back = 0;
    for (std::size_t v = 0; v < week.visits.size(); ++v) {
        const problem::Placement& placement = outcome.plan.visits[v];
        if (placement.size() < 2) continue;
        ++came_back;
        CHECK(day_of(placement[1].start) > day_of(placement[0].start));
        CHECK(day_of(placement[1].start) <= day_of(placement[0].start) + 3);
    }
    CHECK(came_back > 20);
}

TEST_CASE("in a week's plan nobody works beyond contract, though there would be more to do") {
    problem::Problem week = made_week(1);
    const auto work_of = [&week](const problem::Plan& plan, std::size_t person) {
        Slot worked = 0;
        for (std::size_t v = 0; v < plan.visits.size(); ++v) {
            for (std::size_t k = 0; k < plan.visits[v].size(); ++k) {
                const auto& uses = plan.visits[v][k].uses;
                if (std::find(uses.begin(), uses.end(), person) != uses.end()) {
                    worked += week.visits[v].slots[k];
                }
            }
        }
        return worked;
    };
    constexpr std::size_t doctor = 0;
    const Slot contract = week.resources[doctor].contract_slots;

    const Outcome bound = make_plan(week, {}, Budget::of_iterations(500));
    week.resources[doctor].contract_slots = problem::never;
    const Outcome free = make_plan(week, {}, Budget::of_iterations(500));

    CHECK(work_of(bound.plan, doctor) <= contract);
    CHECK(work_of(free.plan, doctor) > contract);
}

TEST_CASE("a week's plan heeds the days that were wished, and they are priced") {
    problem::Problem week = made_week(2);
    const auto missed = [&week](const problem::Plan& plan) {
        return std::count_if(week.visits.begin(), week.visits.end(), [&](const auto& visit) {
            const auto at = static_cast<std::size_t>(&visit - week.visits.data());
            const auto& days = visit.wishes.days;
            return !days.empty() && !plan.visits[at].empty() &&
                   !days.front().holds(plan.visits[at].front().start);
        });
    };

    const Outcome heeded = make_plan(week, {}, Budget::of_iterations(2000));
    week.weights.wish = 0;
    const Outcome free = make_plan(week, {}, Budget::of_iterations(2000));

    CHECK(missed(heeded.plan) < missed(free.plan));
}

}  // namespace
