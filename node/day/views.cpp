#include "node/day/views.hpp"

namespace wayside::day {

desk::ViewTable views(const Clinic& /*clinic*/) {
    return {};
}

}  // namespace wayside::day
