// cli/demo/visit.hpp: the visits of a made-up day: who comes for what, and how it will end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/demo/capacity.hpp"
#include "cli/demo/dice.hpp"
#include "cli/demo/person.hpp"
#include "cli/demo/wall.hpp"

namespace wayside::demo {

enum class Fate { done, cancelled, no_show, left };

/// Seconds are counted from the date's midnight (`Wall`); before it they are negative.
struct Visit {
    std::string id;  ///< as the script's `appointment`
    Person person;
    Slot slot;  ///< where it was first booked; a walk-in has no start
    std::optional<Slot> moved_to;
    bool walk_in = false;
    std::string channel;
    std::string reason;
    Fate fate = Fate::done;
    std::int64_t made = 0;     ///< booked, or walked in
    std::int64_t moved = 0;    ///< where `moved_to`
    std::int64_t ended = 0;    ///< where cancelled or no show
    std::int64_t arrived = 0;  ///< checked in, where done or left

    [[nodiscard]] const Slot& last_slot() const { return moved_to ? *moved_to : slot; }
    [[nodiscard]] bool comes() const { return fate == Fate::done || fate == Fate::left; }
};

/// Bookings of the evening before, bookings of the day, walk-ins; each with its end. No two hold
/// the same practitioner at once, no pool is over its count, everything lies in shifts and hours.
std::vector<Visit> plan_visits(const care::Setup& setup, Capacity& capacity, const Wall& wall,
                               Dice& dice);

}  // namespace wayside::demo
