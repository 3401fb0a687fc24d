#include "solver/queue/scale.hpp"

#include <algorithm>

namespace wayside::solver::queue {

std::int32_t Scale::tier(std::size_t of_class) const {
    const auto end = classes.begin() + static_cast<std::ptrdiff_t>(of_class);
    const auto strict = [](const Class& one) { return one.is_strict; };
    const auto before = std::count_if(classes.begin(), end, strict);
    if (classes[of_class].is_strict) return static_cast<std::int32_t>(before);
    return static_cast<std::int32_t>(before + std::count_if(end, classes.end(), strict));
}

Scale south_african_scale() {
    return {{{"red", 0, true},
             {"orange", 10 * minute_ms, true},
             {"yellow", 60 * minute_ms, false},
             {"blue", 120 * minute_ms, false},
             {"green", 240 * minute_ms, false}}};
}

}  // namespace wayside::solver::queue
