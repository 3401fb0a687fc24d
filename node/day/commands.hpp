// node/day/commands.hpp: every command of a clinic's day, one file an act.
#pragma once

#include "node/day/clinic.hpp"

namespace wayside::day {

/// The table for the desk. A new act adds a line to commands.cpp.
desk::CommandTable commands(const Clinic& clinic);

desk::Command book(const Clinic& clinic);
desk::Command reschedule(const Clinic& clinic);
desk::Command cancel(const Clinic& clinic);
desk::Command no_show(const Clinic& clinic);

}  // namespace wayside::day
