// cli/solve/clinic_plan.hpp: the files of clinic-plan: an instance, a plan of it, a repair.
// FORMAT.md describes them.
#pragma once

#include <string>

#include "cli/solve/located_json.hpp"
#include "solver/problem/problem.hpp"

namespace wayside::cli::solve {

/// Refuses by file and line what is malformed, too large or refers to what is not there.
Result<solver::problem::Problem> read_instance(const LocatedJson& json);
/// A plan of `problem`. Refuses visits and resources that are unknown, named twice or missing; what
/// the plan does with them is the evaluator's business.
Result<solver::problem::Plan> read_plan(const LocatedJson& json,
                                        const solver::problem::Problem& problem);
/// A repair; the emergencies that it may hold are added to `problem`.
Result<solver::problem::Disruption> read_repair(const LocatedJson& json,
                                                solver::problem::Problem& problem);

/// The elements of the list `visits` in the format `clinic-plan-1-plan`, one a line.
std::string visits_json(const solver::problem::Problem& problem, const solver::problem::Plan& plan);
/// A whole file in that format.
std::string plan_json(const solver::problem::Problem& problem, const solver::problem::Plan& plan);

}  // namespace wayside::cli::solve
