// solver/shop/shop.hpp: what is to be scheduled: activities in an order, on resources of limited
// capacity. A project (RCPSP) and a flexible job shop are both one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wayside::solver::shop {

/// A place in the list of activities, resources or modes.
using Index = std::uint32_t;
/// Whole units from 0; the unit is the file's.
using Time = std::uint32_t;

struct Demand {
    Index resource = 0;
    std::uint32_t amount = 1;  ///< held from start to finish
};

/// One way to do an activity.
struct Mode {
    Time duration = 0;
    std::vector<Demand> demands;  ///< each resource at most once
};

struct Activity {
    std::vector<Mode> modes;        ///< at least one
    std::vector<Index> successors;  ///< may start when this one has finished
};

struct Shop {
    std::vector<std::uint32_t> capacities;  ///< of the resources; they renew at once
    std::vector<Activity> activities;

    static constexpr std::size_t most_activities = 65'536;
    static constexpr std::size_t most_resources = 4'096;
    static constexpr std::size_t most_modes = 4'096;  ///< of one activity
    static constexpr std::uint32_t most_capacity = 32'767;
    /// Of all activities in their longest modes one after the other.
    static constexpr Time most_horizon = 1U << 24U;
};

/// What is wrong with it, in words: a limit exceeded, an index out of range, no mode, a demand
/// above the capacity or twice, precedence in a circle. Empty if it can be scheduled; everything
/// else in this folder expects that.
std::string fault_of(const Shop& shop);

/// When each activity starts and in which mode; `makespan` is the last finish.
struct Schedule {
    std::vector<Time> starts;
    std::vector<Index> modes;
    Time makespan = 0;

    friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// All in their longest modes one after the other; nothing needs longer.
Time horizon_of(const Shop& shop);

/// A machine does one activity at a time, and each mode needs one machine or nothing: a (flexible)
/// job shop.
bool is_job_shop(const Shop& shop);

}  // namespace wayside::solver::shop
