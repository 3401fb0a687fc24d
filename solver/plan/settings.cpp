#include "solver/plan/settings.hpp"

#include <algorithm>

namespace wayside::solver::plan {

namespace {

std::int64_t square_root(std::int64_t value) {
    std::int64_t root = 0;
    for (std::int64_t bit = std::int64_t{1} << 30; bit > 0; bit >>= 1) {
        if ((root + bit) * (root + bit) <= value) root += bit;
    }
    return root;
}

/// Of more visits than this the highest temperature is the lower the more they are: each adds its
/// own disorder, and the many who do the same work leave ways out that need no heat.
constexpr std::int64_t few_visits = 200;

}  // namespace

search::Cooling cooling_for(const Settings& settings, std::int64_t rounds, std::size_t visits) {
    const auto count = std::max<std::int64_t>(1, static_cast<std::int64_t>(visits));
    const std::int64_t each = rounds / count;
    const std::int64_t most =
        std::max(settings.last_heat, settings.most_heat * few_visits / std::max(count, few_visits));
    // Sixteenths of a root, for small budgets.
    const std::int64_t root = square_root(std::min(each, std::int64_t{1} << 40) * 256);
    return {.first = std::clamp(settings.heat * root / 16, settings.last_heat, most),
            .last = settings.last_heat};
}

}  // namespace wayside::solver::plan
