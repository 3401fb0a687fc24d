// tests/solver/plan/made_problem.hpp: small problems that have everything, drawn by a seed.
#pragma once

#include "solver/problem/problem.hpp"
#include "solver/search/generator.hpp"

namespace wayside::solver::plan {

/// What a made problem has besides people, rooms, devices and visits of one to three stages.
struct Making {
    problem::Slot slots = 120;
    int days = 1;  ///< each person has a shift on each
    int visits = 40;
    bool has_all_weights = false;  ///< all but the first four, contracts, expiry
};

problem::Problem made_problem(std::uint64_t seed, const Making& making = {});

/// Somebody is absent, a room is closed, and one visit is new; what is announced is `announced`.
problem::Disruption made_disruption(const problem::Problem& problem, const problem::Plan& announced,
                                    std::uint64_t seed);

}  // namespace wayside::solver::plan
