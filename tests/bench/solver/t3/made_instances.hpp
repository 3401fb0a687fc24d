// tests/bench/solver/t3/made_instances.hpp: projects and flexible job shops made from a seed.
#pragma once

#include <cstdint>

#include "solver/shop/shop.hpp"

namespace wayside::bench {

/// After ProGen (Kolisch, Sprecher and Drexl, 1995). Hundredths where not said otherwise.
struct ProjectWish {
    std::uint32_t jobs = 60;
    std::uint32_t resources = 4;
    std::uint32_t complexity = 180;  ///< arcs for each job
    std::uint32_t factor = 75;       ///< how many of the resources a job demands
    std::uint32_t strength = 20;     ///< capacity between what one job and what all at once demand
};

/// Durations and demands from 1 to 10. Source and sink among the activities, as in PSPLIB.
solver::shop::Shop made_project(const ProjectWish& wish, std::uint64_t seed);

struct JobShopWish {
    std::uint32_t jobs = 10;
    std::uint32_t machines = 6;
    std::uint32_t operations = 6;  ///< of each job
    std::uint32_t choices = 3;     ///< up to so many machines for each
    std::uint32_t longest = 20;
};

solver::shop::Shop made_job_shop(const JobShopWish& wish, std::uint64_t seed);

}  // namespace wayside::bench
