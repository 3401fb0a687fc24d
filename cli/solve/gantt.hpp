// cli/solve/gantt.hpp: a plan as a picture: a row for each resource, a bar for each stage.
#pragma once

#include <string>

#include "solver/problem/problem.hpp"

namespace wayside::cli::solve {

/// An SVG with a panel for each day, of all people who work then and of the things that are used;
/// nights are left out. Bars are coloured by service and named by
/// visit; shifts, breaks and overtime are shaded; set-up and cleaning are pale. With `announced`,
/// moved visits have a dark edge. Visits that are left out are listed below.
std::string gantt_svg(const solver::problem::Problem& problem, const solver::problem::Plan& plan,
                      const solver::problem::Plan* announced);

}  // namespace wayside::cli::solve
