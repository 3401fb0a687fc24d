#include "node/day/commands.hpp"

namespace wayside::day {

desk::CommandTable commands(const Clinic& clinic) {
    return {
        book(clinic),    reschedule(clinic), cancel(clinic),  no_show(clinic),
        walk_in(clinic), check_in(clinic),   arrive(clinic),  triage(clinic),
        call(clinic),    start(clinic),      finish(clinic),  leave(clinic),
        note(clinic),    state(clinic),      absence(clinic), undo_absence(clinic),
    };
}

}  // namespace wayside::day
