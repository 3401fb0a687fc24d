// tests/solver/plan/made_week.hpp: a clinic's week, drawn by a seed.
#pragma once

#include "solver/problem/problem.hpp"

namespace wayside::solver::plan {

/// Of 24 hours, by 5 minutes: five of them are a week from Monday to Friday.
inline constexpr problem::Slot slots_of_day = 288;
inline constexpr int days_of_week = 5;

/// Two doctors and three nurses with a shift a day, one of whom works three days; contract hours
/// that are fewer than the shifts; visits that come back one to three days later (a sample and what
/// it says), wishes of days; more work than fits.
problem::Problem made_week(std::uint64_t seed);

}  // namespace wayside::solver::plan
