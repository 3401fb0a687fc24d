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
desk::Command walk_in(const Clinic& clinic);
desk::Command check_in(const Clinic& clinic);
desk::Command arrive(const Clinic& clinic);
desk::Command triage(const Clinic& clinic);
desk::Command call(const Clinic& clinic);
desk::Command start(const Clinic& clinic);
desk::Command finish(const Clinic& clinic);
desk::Command leave(const Clinic& clinic);
desk::Command note(const Clinic& clinic);
desk::Command state(const Clinic& clinic);
desk::Command absence(const Clinic& clinic);
desk::Command undo_absence(const Clinic& clinic);

}  // namespace wayside::day
