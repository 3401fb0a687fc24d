// solver/shop/shift_move.hpp: one activity of a list goes to another place between its neighbours
// in precedence.
#pragma once

#include <span>
#include <vector>

#include "solver/search/generator.hpp"
#include "solver/shop/builder.hpp"

namespace wayside::solver::shop {

/// What stands at `from` goes to `to`; what lies between moves up by one.
struct ShiftMove {
    Index from = 0;
    Index to = 0;
};

/// Any place that keeps each activity behind its predecessors; perhaps the one it has. The list is
/// not empty.
ShiftMove draw_shift(const Network& network, std::span<const Index> list,
                     search::Generator& generator);

void apply(const ShiftMove& move, std::vector<Index>& list);

/// The makespan that the moved list builds. `starts` are those of the list as it is; they are kept
/// for what stands before the move, so that only the rest is searched for. Counts as one schedule.
Time evaluate(const ShiftMove& move, Builder::Direction direction, const std::vector<Index>& list,
              std::span<const Index> modes, std::span<const Time> starts, Builder& builder);

}  // namespace wayside::solver::shop
