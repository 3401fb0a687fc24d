// tests/solver/shop/referee.hpp: judges schedules the plain way, with no code of solver/shop but
// its structs.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "solver/search/generator.hpp"
#include "solver/shop/shop.hpp"

namespace wayside::solver::shop {

/// What the schedule breaks, in words; empty if nothing.
std::string broken_by(const Schedule& schedule, const Shop& shop);

/// Takes the list's activities one by one and tries every time from 0.
Schedule built_plainly(const Shop& shop, std::span<const Index> list, std::span<const Index> modes);

/// At each time from 0 goes through the list once and starts what can start.
Schedule dispatched_plainly(const Shop& shop, std::span<const Index> list,
                            std::span<const Index> modes);

/// The least makespan, by every order of the activities in every combination of modes; for a
/// handful of activities.
Time least_makespan(const Shop& shop);

/// Each behind its predecessors, otherwise by chance.
std::vector<Index> random_list(const Shop& shop, search::Generator& generator);
std::vector<Index> random_modes(const Shop& shop, search::Generator& generator);

}  // namespace wayside::solver::shop
