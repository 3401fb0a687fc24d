#include "node/day/views.hpp"

namespace wayside::day {

desk::ViewTable views(const Clinic& clinic) {
    return {
        setup_view(clinic),
        slots_view(clinic),
        patients_view(clinic),
        patient_view(clinic),
    };
}

}  // namespace wayside::day
