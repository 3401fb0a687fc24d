// solver/plan/evaluate.hpp: judges a whole plan from nothing: what it breaks, what it costs.
//
// Shares no code with the search, which is tested against it; it is tested against clinic-plan's
// own checker.
#pragma once

#include <string>
#include <vector>

#include "solver/problem/hard.hpp"
#include "solver/problem/problem.hpp"

namespace wayside::solver::plan {

struct Violation {
    problem::Hard hard;
    std::size_t visit = 0;
    std::string name{};  ///< as clinic-plan calls it: ROOM_OVERLAP and its like by kind
    std::string detail{};
};

/// By component, and how often.
struct Costs {
    problem::Cost wait = 0;
    problem::Cost idle = 0;
    problem::Cost overtime = 0;
    problem::Cost wish = 0;
    problem::Cost unserved = 0;
    problem::Cost unserved_urgent = 0;
    problem::Cost moved = 0;
    problem::Cost fairness = 0;  ///< between patients and between practitioners
    problem::Cost use = 0;       ///< utilisation beside its target
    problem::Cost knock_on = 0;  ///< visits that would run into the next
    std::size_t left_out = 0;
    std::size_t moves = 0;

    [[nodiscard]] problem::Cost total() const {
        return wait + idle + overtime + wish + unserved + unserved_urgent + moved + fairness + use +
               knock_on;
    }
};

struct Verdict {
    std::vector<Violation> violations;
    Costs costs;
};

/// Cost: the square of the visits of the busiest resource. A plan of the wrong shape is priced as
/// far as it has one.
Verdict evaluate(const problem::Problem& problem, const problem::Plan& plan);
/// The same against what was announced and what befell it.
Verdict evaluate(const problem::Problem& problem, const problem::Plan& plan,
                 const problem::Disruption& disruption);

/// Whether a visit that is seated in both has another time of a stage, or another person.
bool is_moved(const problem::Problem& problem, const problem::Placement& announced,
              const problem::Placement& planned);

}  // namespace wayside::solver::plan
