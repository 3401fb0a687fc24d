// solver/problem/service.hpp: what a visit takes, as a pattern of needs over time.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "solver/problem/resource.hpp"

namespace wayside::solver::problem {

/// One resource for a whole stage: any of this kind in one of the groups, which are its
/// alternatives; a person with all of the credentials.
struct Need {
    Kind kind = Kind::practitioner;
    std::vector<std::string> groups;
    std::vector<std::string> credentials{};
    Slot setup = 0;  ///< of a thing: slots taken before the stage
    Slot clean = 0;  ///< and after it, besides the thing's own
};

struct Stage {
    std::string name;
    std::vector<Need> needs{};
    Slot gap_least = 0;  ///< slots after the end of the stage before; of the first stage unused
    Slot gap_most = 0;   ///< may reach over days
};

/// Stages in order, each need another resource within a stage. The wishes of a visit are about the
/// lead: the resource of need `lead_need` in stage `lead_stage`.
struct Service {
    std::string id;
    std::string name{};
    std::vector<Stage> stages{};
    std::size_t lead_stage = 0;
    std::size_t lead_need = 0;
};

/// Limits that a reader keeps, so that a placement fits into a small fixed space.
inline constexpr std::size_t most_stages = 8;
inline constexpr std::size_t most_needs = 16;  ///< over all stages of a service
inline constexpr Slot most_slots = 2560;       ///< of a horizon: more than a week of 5-minute slots

}  // namespace wayside::solver::problem
