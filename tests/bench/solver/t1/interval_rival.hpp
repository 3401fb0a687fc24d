// tests/bench/solver/t1/interval_rival.hpp: the slot search that most schedulers have, as a rival
// and as a checker: sorted lists of free intervals, merged. Shares no code with the solver.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace wayside::bench {

/// Free ticks [first, second), sorted, apart.
using Intervals = std::vector<std::pair<std::int32_t, std::int32_t>>;

/// The earliest start in [from, to) at which each group has a resource that is free for `length`
/// ticks; empty if there is none.
std::optional<std::int32_t> earliest_start(const std::vector<Intervals>& resources,
                                           const std::vector<std::vector<std::uint32_t>>& groups,
                                           std::int32_t length, std::int32_t from, std::int32_t to);

}  // namespace wayside::bench
