// solver/problem/slot.hpp: time as a planner sees it: slots of so many minutes from the horizon's
// begin.
#pragma once

#include <cstdint>

namespace wayside::solver::problem {

/// A count of slots since the begin of the horizon, which may be one day or several. How long a
/// slot is and when slot 0 was, only the problem's maker knows.
using Slot = std::int32_t;
/// Later than any slot of a horizon.
inline constexpr Slot never = 1'000'000'000;

/// Half open: begin, begin + 1, ..., end - 1.
struct Span {
    Slot begin = 0;
    Slot end = 0;
    friend bool operator==(const Span&, const Span&) = default;

    [[nodiscard]] Slot length() const { return end - begin; }
    [[nodiscard]] bool holds(Slot slot) const { return begin <= slot && slot < end; }
    [[nodiscard]] bool meets(Span other) const { return begin < other.end && other.begin < end; }
};

/// What a plan is priced in. Sums of all prices of a plan stay below 2^62.
using Cost = std::int64_t;

}  // namespace wayside::solver::problem
