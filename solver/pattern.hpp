// solver/pattern.hpp: what a service needs, from when to when.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "solver/agenda.hpp"

namespace wayside::solver {

/// `count` different ones of these resources: practitioners of a role, or the one who is named.
struct AnyOf {
    std::vector<ResourceIndex> alternatives;  ///< each once
    std::int32_t count = 1;
};

/// Places of a counted pool. Needs that hold at the same time name a pool once, with their sum.
struct Places {
    PoolIndex pool = 0;
    std::int32_t count = 1;
};

/// One thing that a service needs, over `holds` in ticks after the service's start. A need that
/// begins before the start (setting up) or ends after the service (cleaning) is one whose span says
/// so; the stages of a procedure are needs with spans one after another. At most
/// `longest_need_ticks` long.
struct Need {
    std::string name;  ///< for a person: "clinician", "consulting"
    std::variant<AnyOf, Places> what;
    TickSpan holds;
};

/// A service. The first need that is an `AnyOf` with somebody in it is who gives it: the
/// practitioner that a slot is offered with. No resource fills two needs of one service.
struct Pattern {
    std::vector<Need> needs;
};

}  // namespace wayside::solver
