// cli/solve/clinic_visits.hpp: the visits of a clinic-plan file, and where a plan puts them.
#pragma once

#include "cli/solve/field.hpp"
#include "solver/problem/problem.hpp"

namespace wayside::cli::solve {

/// Adds the visits of a list to `problem`, whose services are read.
void read_visits(const Field& list, solver::problem::Problem& problem);

/// A placement for each visit of `problem`; each is named once.
solver::problem::Plan read_placements(const Field& list, const solver::problem::Problem& problem);

}  // namespace wayside::cli::solve
