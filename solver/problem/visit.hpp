// solver/problem/visit.hpp: who is to be planned, and what they wish.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "solver/problem/slot.hpp"

namespace wayside::solver::problem {

enum class Urgency { routine, soon, urgent };
inline constexpr std::size_t urgencies = 3;

/// Empty texts and lists wish nothing. Each one that is not met counts once.
struct Wishes {
    std::string practitioner{};  ///< an id
    std::string sex{};
    std::string language{};
    std::string site{};
    std::vector<Span> days{};  ///< the first stage begins in one of them
};

struct Visit {
    std::string id;
    std::size_t service = 0;        ///< its place in the problem's list
    std::vector<Slot> slots{};      ///< planned length of each stage: half take no longer
    std::vector<Slot> slots_p80{};  ///< four in five take no longer: for `Weights::knock_on`
    Urgency urgency = Urgency::routine;
    Slot earliest = 0;  ///< start of the first stage
    Slot latest = 0;
    Slot wish_from = 0;  ///< start wished for, both ends included
    Slot wish_to = 0;
    Wishes wishes{};
    int show_percent = 100;  ///< the chance that they come: for `Weights::knock_on`
};

}  // namespace wayside::solver::problem
