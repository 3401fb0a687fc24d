#include "node/day/commands.hpp"

namespace wayside::day {

desk::CommandTable commands(const Clinic& clinic) {
    return {
        book(clinic),
        reschedule(clinic),
        cancel(clinic),
        no_show(clinic),
    };
}

}  // namespace wayside::day
