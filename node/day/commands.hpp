// node/day/commands.hpp: every command of a clinic's day, one file an act.
#pragma once

#include "node/day/clinic.hpp"

namespace wayside::day {

/// The table for the desk. A new act adds a line to commands.cpp.
desk::CommandTable commands(const Clinic& clinic);

}  // namespace wayside::day
