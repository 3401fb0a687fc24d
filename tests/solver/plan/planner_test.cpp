#include "solver/plan/planner.hpp"

#include <doctest/doctest.h>

#include "solver/plan/evaluate.hpp"
#include "solver/plan/searcher.hpp"
#include "tests/solver/plan/made_problem.hpp"

namespace {

using namespace wayside::solver;
using namespace wayside::solver::plan;
using search::Budget;

/// A number that two plans share only if they are the same, for all that a test can tell.
std::uint64_t print_of(const problem::Plan& plan) {
    std::uint64_t print = 1;
    const auto mix = [&print](std::uint64_t value) {
        print = search::Generator(print ^ value).bits();
    };
    for (const problem::Placement& placement : plan.visits) {
        mix(placement.size());
        for (const problem::StagePlacement& stage : placement) {
            mix(static_cast<std::uint64_t>(stage.start));
            for (const std::size_t use : stage.uses) mix(use);
        }
    }
    return print;
}

template <std::size_t Words>
problem::Cost first_fit_in(const Model& model) {
    Searcher<Words> searcher(model, 1, {});
    searcher.construct_first_fit();
    return searcher.best_cost();
}

problem::Cost first_fit_cost(const problem::Problem& problem) {
    const Model model = make_model(problem);
    return words_for(problem.slots) == 2 ? first_fit_in<2>(model) : first_fit_in<8>(model);
}

TEST_CASE("the same seed and iterations give the same plan, another seed another") {
    const problem::Problem day = made_problem(5, {.visits = 60});
    const Budget budget = Budget::of_iterations(3000);

    const Outcome one = make_plan(day, {.seed = 1}, budget);
    const Outcome again = make_plan(day, {.seed = 1}, budget);
    const Outcome other = make_plan(day, {.seed = 2}, budget);

    CHECK(one.plan == again.plan);
    CHECK(one.cost == again.cost);
    CHECK_FALSE(one.plan == other.plan);
}

TEST_CASE("several searches side by side give the same plan on every run") {
    const problem::Problem day = made_problem(6, {.visits = 60});
    const Budget budget = Budget::of_iterations(1500);

    const Outcome one = make_plan(day, {.seed = 1, .threads = 3}, budget);
    const Outcome again = make_plan(day, {.seed = 1, .threads = 3}, budget);

    CHECK(one.plan == again.plan);
    CHECK(evaluate(day, one.plan).costs.total() == one.cost);
}

TEST_CASE("no budget is too small for first fit, and a plan is never worse") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const problem::Problem day = made_problem(seed, {.visits = 70});
        for (const std::int64_t rounds : {1, 20, 500}) {
            const Outcome outcome = make_plan(day, {}, Budget::of_iterations(rounds));
            CHECK(outcome.cost <= first_fit_cost(day));
            CHECK(evaluate(day, outcome.plan).violations.empty());
            CHECK(evaluate(day, outcome.plan).costs.total() == outcome.cost);
        }
    }
}

TEST_CASE("a budget of time that is over before it begins still gives a plan") {
    const problem::Problem day = made_problem(3);

    const Outcome outcome = make_plan(day, {}, Budget::of_time([] { return 100; }, 0, 50));

    CHECK(evaluate(day, outcome.plan).violations.empty());
}

TEST_CASE("a search that is stopped in its middle gives the best so far, and says how far it is") {
    const problem::Problem day = made_problem(3, {.visits = 60});
    Budget budget = Budget::of_iterations(1'000'000'000);
    std::int64_t heard = 0;
    budget.is_stopped = [&heard] { return heard >= 3; };
    problem::Cost least = 0;

    const Outcome outcome = make_plan(day, {}, budget, {}, [&](const Progress& progress) {
        ++heard;
        least = progress.best_cost;
    });

    CHECK(heard == 3);
    CHECK(outcome.cost <= least);
    CHECK(evaluate(day, outcome.plan).violations.empty());
    CHECK(evaluate(day, outcome.plan).costs.total() == outcome.cost);
}

TEST_CASE("where overruns cost, whoever may take long has room behind") {
    // Days with room to leave: in a full one whoever is seated besides counts for more.
    const auto knock_on_in = [](std::uint64_t seed, problem::Cost weight) {
        problem::Problem day = made_problem(seed, {.visits = 30});
        day.weights.knock_on = weight;
        const Outcome outcome = make_plan(day, {.seed = 1}, Budget::of_iterations(5'000));
        day.weights.knock_on = 1;
        return evaluate(day, outcome.plan).costs.knock_on;
    };
    problem::Cost unasked = 0;
    problem::Cost asked = 0;

    for (std::uint64_t seed = 3; seed < 8; ++seed) {
        unasked += knock_on_in(seed, 0);
        asked += knock_on_in(seed, 20);
    }

    CHECK(asked * 3 < unasked);
}

TEST_CASE("whenever time runs out, a plan of any size is no worse than first fit") {
    struct Size {
        problem::Slot slots;
        int days;
        int visits;
    };
    for (const Size& size : {Size{120, 1, 40}, Size{120, 1, 200}, Size{500, 5, 1000}}) {
        const problem::Problem made =
            made_problem(9, {.slots = size.slots, .days = size.days, .visits = size.visits});
        const problem::Cost first_fit = first_fit_cost(made);
        // By a clock that moves on by one each time that it is asked, so each of these is another
        // moment of the search: before the first visit is seated, among them, in the annealing.
        for (const std::int64_t moments : {0, 1, 2, 3, 5, 20, 50}) {
            std::int64_t now = 0;
            const Budget budget = Budget::of_time([&now] { return now++; }, 0, moments);

            const Outcome outcome = make_plan(made, {}, budget);

            CHECK(outcome.cost <= first_fit);
            CHECK(evaluate(made, outcome.plan).violations.empty());
            CHECK(evaluate(made, outcome.plan).costs.total() == outcome.cost);
        }
        for (const std::int64_t rounds : {0, 1, 10, 300}) {
            const Outcome outcome = make_plan(made, {}, Budget::of_iterations(rounds));

            CHECK(outcome.cost <= first_fit);
            CHECK(evaluate(made, outcome.plan).costs.total() == outcome.cost);
        }
    }
}

TEST_CASE("a problem without visits has a plan") {
    problem::Problem day = made_problem(3);
    day.visits.clear();

    CHECK(make_plan(day, {}, Budget::of_iterations(50)).plan.visits.empty());
}

TEST_CASE("a plan of several days breaks nothing and costs what it says") {
    const problem::Problem week =
        made_problem(4, {.slots = 500, .days = 5, .visits = 120, .has_all_weights = true});

    const Outcome outcome = make_plan(week, {}, Budget::of_iterations(2000));

    const Verdict verdict = evaluate(week, outcome.plan);
    CHECK(verdict.violations.empty());
    CHECK(verdict.costs.total() == outcome.cost);
}

TEST_CASE("an answer's bytes depend on no compiler and no machine") {
    const problem::Problem day = made_problem(1, {.visits = 50});

    const Outcome outcome = make_plan(day, {.seed = 1}, Budget::of_iterations(2000));

    // Found with gcc; clang must agree. A change of the search changes it, and may.
    CHECK(print_of(outcome.plan) == 5808195875701974710U);
}

}  // namespace
