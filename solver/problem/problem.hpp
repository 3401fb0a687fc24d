// solver/problem/problem.hpp: one graph of resources, services and visits; a plan of it; what
// befalls it.
#pragma once

#include <string>
#include <vector>

#include "solver/problem/resource.hpp"
#include "solver/problem/service.hpp"
#include "solver/problem/visit.hpp"
#include "solver/problem/weights.hpp"

namespace wayside::solver::problem {

struct Problem {
    std::string name;
    int slot_minutes = 5;
    Slot slots = 0;  ///< the horizon is [0, slots)
    std::vector<Resource> resources{};
    std::vector<Service> services{};
    std::vector<Visit> visits{};
    Weights weights{};
};

/// `uses`: places in the problem's list of resources, in the order of the stage's needs.
struct StagePlacement {
    Slot start = 0;
    std::vector<std::size_t> uses;
    friend bool operator==(const StagePlacement&, const StagePlacement&) = default;
};

/// All stages in order; empty: the visit is left out.
using Placement = std::vector<StagePlacement>;

/// A placement for each visit, in the order of the problem's.
struct Plan {
    std::vector<Placement> visits;
    friend bool operator==(const Plan&, const Plan&) = default;
};

/// A resource that is not to be had: a room floods, a device breaks.
struct Closure {
    std::size_t resource = 0;
    Span span;
};

/// A person who starts no stage at or after `from`; what was started is finished.
struct Absence {
    std::size_t resource = 0;
    Slot from = 0;
};

/// What befalls a plan that patients were told.
struct Disruption {
    Slot from = 0;     ///< now: what started before stays, nothing else starts before
    Plan announced{};  ///< of as many visits as the problem has
    std::vector<Absence> absences{};
    std::vector<Closure> closures{};
    std::vector<std::size_t> emergencies{};  ///< visits that are new: nothing is announced for them
};

/// Whether `resource` may fill `need` of a visit of `service`, and until when its credentials allow
/// it: 0 where it may not.
Slot suits_until(const Resource& resource, const Need& need, const Service& service);

/// Shifts without breaks, in slots.
Slot paid_slots(const Resource& person);

/// For each resource the slots that would be its fair share of its role's work; 0 for things.
std::vector<Slot> fair_shares(const Problem& problem);

/// How many wishes of `visit` the lead `resource` does not meet; those about days apart.
int unmet_wishes(const Visit& visit, const Resource& resource);

}  // namespace wayside::solver::problem
