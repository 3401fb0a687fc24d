// solver/plan/repair.hpp: a day that goes on when somebody is sick, a room floods, an emergency
// comes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "solver/plan/evaluate.hpp"
#include "solver/plan/settings.hpp"
#include "solver/problem/problem.hpp"
#include "solver/search/budget.hpp"

namespace wayside::solver::plan {

/// One visit's placement before and after; empty: left out. All `was` of a proposal, put back,
/// restore what was announced, exactly.
struct Change {
    std::size_t visit = 0;
    problem::Placement was;
    problem::Placement is;
};

/// One way to go on.
struct Proposal {
    std::string name;  ///< "cheapest", "balanced", "fewest moves"
    problem::Plan plan;
    Costs costs;
    std::vector<Change> changes;  ///< in order of visit; also who only changes the room
};

struct RepairWish {
    std::uint64_t seed = 1;
    int threads = 1;                     ///< searches side by side for each proposal
    std::size_t most_moves = 1'000'000;  ///< more than so many are never proposed
};

struct Repair {
    std::vector<Proposal> proposals;  ///< 1 to 3, all different; the cheapest first
    std::int64_t rounds = 0;
};

/// Ways to go on after `disruption`. What had begun stays; whom it does not touch is moved only
/// where that saves more than it costs. Where what was announced still holds and nobody is new, the
/// one proposal changes nothing, so a repair of a repaired plan is that plan.
/// `disruption.announced` must break no hard constraint of `problem` by itself.
Repair make_repair(const problem::Problem& problem, const problem::Disruption& disruption,
                   const RepairWish& wish, const search::Budget& budget,
                   const Settings& settings = repair_settings());

/// `proposal.plan` with all changes undone.
problem::Plan undone(const Proposal& proposal);

}  // namespace wayside::solver::plan
