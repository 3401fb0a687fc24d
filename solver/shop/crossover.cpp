#include "solver/shop/crossover.hpp"

#include <algorithm>

namespace wayside::solver::shop {

namespace {

/// Keys of the window lie above all before it, those behind it above all in it.
constexpr std::uint32_t layer = Shop::most_horizon + 1;

Time from_the_end(const Builder& builder, const Schedule& schedule, Index activity) {
    const Time duration = builder.duration(activity, schedule.modes[activity]);
    return schedule.makespan - schedule.starts[activity] - duration;
}

}  // namespace

Window draw_window(Time makespan, search::Generator& generator) {
    const Time length = std::max<Time>(1, makespan / 5 + generator.below(makespan * 2 / 5 + 1));
    const Time from = generator.below(std::max(makespan, length) - length + 1);
    return {from, from + length};
}

void cross(const Builder& builder, const Schedule& father, const Schedule& mother, Window window,
           std::vector<std::uint32_t>& keys, std::vector<Index>& modes) {
    keys.resize(father.starts.size());
    modes.resize(father.starts.size());
    for (Index i = 0; i < keys.size(); ++i) {
        const Time at = from_the_end(builder, father, i);
        const bool is_in = at >= window.from && at < window.to;
        const std::uint32_t layers = at < window.from ? 0 : at < window.to ? 1 : 2;
        keys[i] = layers * layer + (is_in ? from_the_end(builder, mother, i) : at);
        modes[i] = is_in ? mother.modes[i] : father.modes[i];
    }
}

}  // namespace wayside::solver::shop
