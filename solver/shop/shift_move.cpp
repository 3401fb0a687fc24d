#include "solver/shop/shift_move.hpp"

#include <algorithm>

namespace wayside::solver::shop {

namespace {

bool holds(std::span<const Index> items, Index item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

}  // namespace

ShiftMove draw_shift(const Network& network, std::span<const Index> list,
                     search::Generator& generator) {
    const auto from = static_cast<Index>(generator.index(list.size()));
    const std::span<const Index> before = network.predecessors[list[from]];
    const std::span<const Index> behind = network.successors[list[from]];
    Index first = from;
    Index last = from;
    while (first > 0 && !holds(before, list[first - 1])) --first;
    while (last + 1 < list.size() && !holds(behind, list[last + 1])) ++last;
    return {from, first + generator.below(last - first + 1)};
}

void apply(const ShiftMove& move, std::vector<Index>& list) {
    const auto at = [&](Index place) { return list.begin() + static_cast<std::ptrdiff_t>(place); };
    if (move.from < move.to) {
        std::rotate(at(move.from), at(move.from + 1), at(move.to + 1));
    } else {
        std::rotate(at(move.to), at(move.from), at(move.from + 1));
    }
}

Time evaluate(const ShiftMove& move, Builder::Direction direction, const std::vector<Index>& list,
              std::span<const Index> modes, std::span<const Time> starts, Builder& builder) {
    std::vector<Index> moved = list;
    shop::apply(move, moved);
    std::vector<Time> built(starts.begin(), starts.end());
    return builder.build(direction, moved, modes, built, std::min(move.from, move.to));
}

}  // namespace wayside::solver::shop
