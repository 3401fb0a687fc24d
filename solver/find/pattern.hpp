// solver/find/pattern.hpp: what a service needs, from when to when.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "solver/find/calendar.hpp"
#include "solver/find/wanted.hpp"

namespace wayside::solver::find {

/// One thing that a service needs, over `holds` in ticks after the service's start. A need that
/// begins before the start (setting up) or ends after the service (cleaning) is one whose span says
/// so; the stages of a procedure are needs with spans one after another. At most
/// `longest_need_ticks` long.
struct Need {
    std::string name;  ///< for a person: "clinician", "consulting"
    Wanted what;
    TickSpan holds;
};

/// A way to give a service. The first need that is an `AnyOf` with somebody in it is who gives it:
/// the practitioner that a slot is offered with. No resource fills two needs of one service.
struct Pattern {
    std::vector<Need> needs;
    Tick stay = 0;           ///< how long the patient is there, from the start on
    std::uint32_t site = 0;  ///< where; a service that is given at two sites has two patterns
};

}  // namespace wayside::solver::find
