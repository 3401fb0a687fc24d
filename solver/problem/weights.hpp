// solver/problem/weights.hpp: what the soft constraints cost. They are data; what is 0 costs no
// time either.
#pragma once

#include <array>

#include "solver/problem/visit.hpp"

namespace wayside::solver::problem {

struct Weights {
    Cost wait = 0;      ///< a slot between start and wish, before or after; a slot between stages
    Cost idle = 0;      ///< a slot of a person between first and last work that is no break
    Cost overtime = 0;  ///< a slot worked after the end of a shift
    Cost wish = 0;      ///< each wish not met
    std::array<Cost, urgencies> unserved{};  ///< a visit left out, by urgency
    Cost moved = 0;  ///< repair: a visit whose times or people are other than announced

    /// Fairness between patients: each slot of waiting after the wish beyond `long_wait_after`
    /// costs this besides, so that one long wait is dearer than two short ones.
    Cost long_wait = 0;
    Slot long_wait_after = 0;

    /// Fairness between practitioners: each slot that one works beyond the fair share, which is the
    /// work asked of the role in proportion to paid time.
    Cost beyond_share = 0;

    /// Each slot by which a stage that takes its p80 would keep a person from the next work of the
    /// shift (a break between gives room), times the chance that the patient comes.
    Cost knock_on = 0;

    /// The target of utilisation: each slot worked above `use_most_percent` of a person's paid
    /// time, and each slot that is missing to `use_least_percent`.
    Cost over_use = 0;
    Cost under_use = 0;
    int use_least_percent = 85;
    int use_most_percent = 90;
};

}  // namespace wayside::solver::problem
