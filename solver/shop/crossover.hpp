// solver/shop/crossover.hpp: a child of two schedules.
#pragma once

#include <cstdint>
#include <vector>

#include "solver/search/generator.hpp"
#include "solver/shop/builder.hpp"

namespace wayside::solver::shop {

/// A stretch of the father's time, counted from its end; `to` is no longer in it.
struct Window {
    Time from = 0;
    Time to = 0;
};

/// Between a fifth and three fifths of the makespan, anywhere in it.
Window draw_window(Time makespan, search::Generator& generator);

/// Two-point crossover by time (after Debels and Vanhoucke, 2007): what ends in the window goes in
/// the mother's order, what ends outside it in the father's. Both are schedules of one direction;
/// the keys, by which `Ordering` lists the child, are for the opposite one, whose precedence they
/// keep. Modes come with the order.
void cross(const Builder& builder, const Schedule& father, const Schedule& mother, Window window,
           std::vector<std::uint32_t>& keys, std::vector<Index>& modes);

}  // namespace wayside::solver::shop
