#include "node/day/commands.hpp"

namespace wayside::day {

desk::CommandTable commands(const Clinic& /*clinic*/) {
    return {};
}

}  // namespace wayside::day
