// cli/solve/repair_answer.hpp: a repair's answer as JSON. FORMAT.md describes it.
#pragma once

#include <string>

#include "solver/plan/repair.hpp"

namespace wayside::cli::solve {

/// The cheapest proposal in the format of a plan, and beside it what each proposal changes: enough
/// to take any of them, and to undo it exactly.
std::string repair_json(const solver::problem::Problem& problem,
                        const solver::plan::Repair& repair);

}  // namespace wayside::cli::solve
