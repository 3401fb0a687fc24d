// node/day/views.hpp: every question that screens ask about a clinic's day, one file a view.
#pragma once

#include "node/day/clinic.hpp"
#include "node/desk/view.hpp"

namespace wayside::day {

/// The table for the desk. A new view adds a line to views.cpp.
desk::ViewTable views(const Clinic& clinic);
/// What a regional admin may see of a clinic: its day, its totals and its set-up, never a patient's
/// words.
desk::ViewTable region_views(const Clinic& clinic);

desk::View setup_view(const Clinic& clinic);
desk::View slots_view(const Clinic& clinic);
desk::View patients_view(const Clinic& clinic);
desk::View patient_view(const Clinic& clinic);
desk::View day_view(const Clinic& clinic);
desk::View totals_view(const Clinic& clinic);
desk::View one_visit_view(const Clinic& clinic);
desk::View visits_view(const Clinic& clinic);
desk::View queue_view(const Clinic& clinic);
desk::View board_view(const Clinic& clinic);
desk::View why_view(const Clinic& clinic);
desk::View absence_proposals_view(const Clinic& clinic);
desk::View absence_view(const Clinic& clinic);
desk::View overbooking_view(const Clinic& clinic);

}  // namespace wayside::day
