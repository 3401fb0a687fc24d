#include "node/day/views.hpp"

namespace wayside::day {

desk::ViewTable views(const Clinic& clinic) {
    return {
        setup_view(clinic),     slots_view(clinic),       patients_view(clinic),
        patient_view(clinic),   day_view(clinic),         totals_view(clinic),
        one_visit_view(clinic), visits_view(clinic),      queue_view(clinic),
        board_view(clinic),     why_view(clinic),         absence_proposals_view(clinic),
        absence_view(clinic),   overbooking_view(clinic),
    };
}

desk::ViewTable region_views(const Clinic& clinic) {
    desk::ViewTable out{setup_view(clinic), day_view(clinic), totals_view(clinic)};
    for (desk::View& view : out) view.roles = {"regional-admin"};
    return out;
}

}  // namespace wayside::day
