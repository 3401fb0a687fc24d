// solver/plan/settings.hpp: the figures of a search, as measured in tests/bench/solver/t2. No
// figure depends on an instance.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "solver/plan/finder.hpp"
#include "solver/search/annealing.hpp"

namespace wayside::solver::plan {

/// Ways to choose which visits are taken out.
enum class Ruin { strings, blockers };
inline constexpr std::size_t ruins = 2;

/// Ways to order those that are put back.
enum class Order { random, hardest };
inline constexpr std::size_t orders = 2;

struct Settings {
    Taste taste{};
    /// The first temperature is this, in 256ths of a cost, times the square root of the rounds that
    /// the budget gives each visit: who has little time begins with what is nearly good. At most
    /// `most_heat`, and less than that where there are more than some 200 visits.
    std::int64_t heat = 2600;
    std::int64_t most_heat = 250 * 256;
    std::int64_t last_heat = 192;
    /// How often each way is taken, in proportion; 0: never.
    std::array<std::uint32_t, ruins> ruin_weights{20, 25};
    std::array<std::uint32_t, orders> order_weights{1, 1};
    /// Of 65,536: how often `blockers` is about a visit that is left out, if there is one.
    std::uint32_t left_out_first = 32768;
    int most_people = 3;            ///< strings: practitioners that one round touches
    int longest_string = 5;         ///< strings: visits in a row of each
    std::size_t most_left_out = 4;  ///< tries, each round, of visits that are left out
};

/// A repair begins with a good plan, so it begins colder.
inline Settings repair_settings() {
    Settings settings;
    settings.heat = 400;
    return settings;
}

/// From the heat that `settings` gives a search of so many rounds down to its last.
search::Cooling cooling_for(const Settings& settings, std::int64_t rounds, std::size_t visits);

}  // namespace wayside::solver::plan
