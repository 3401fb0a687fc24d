// node/day/views.hpp: every question that screens ask about a clinic's day, one file a view.
#pragma once

#include "node/day/clinic.hpp"
#include "node/desk/view.hpp"

namespace wayside::day {

/// The table for the desk. A new view adds a line to views.cpp.
desk::ViewTable views(const Clinic& clinic);

}  // namespace wayside::day
