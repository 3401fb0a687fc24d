// solver/plan/planner.hpp: a plan for a problem: who, where and when for every visit, as cheap as
// the budget allows.
#pragma once

#include <cstdint>
#include <functional>

#include "solver/plan/settings.hpp"
#include "solver/problem/problem.hpp"
#include "solver/search/budget.hpp"

namespace wayside::solver::plan {

struct Outcome {
    problem::Plan plan;  ///< breaks no hard constraint
    problem::Cost cost = 0;
    std::int64_t rounds = 0;
};

struct PlanWish {
    std::uint64_t seed = 1;
    /// Searches side by side, each with a seed of its own and the whole budget. The last part of
    /// each begins with the best of all.
    int threads = 1;
};

/// How far the first of the searches is.
struct Progress {
    problem::Cost best_cost = 0;
    std::int64_t rounds = 0;
    search::Share spent = 0;
};
/// Called by the first search some hundred times a second.
using OnProgress = std::function<void(const Progress& progress)>;

/// Plans from nothing. With a budget of iterations the same seed gives the same plan on every
/// machine; with one of time the best plan when it ends, never worse than first fit.
Outcome make_plan(const problem::Problem& problem, const PlanWish& wish,
                  const search::Budget& budget, const Settings& settings = {},
                  const OnProgress& on_progress = {});

}  // namespace wayside::solver::plan
