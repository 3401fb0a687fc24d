// tests/cli/solve/shared_files.hpp: the benchmark's files, where they are there, and the worked
// example of FORMAT.md.
#pragma once

#include <optional>
#include <string>

namespace wayside::cli::solve {

/// Where clinic-plan lies; empty (and said so) where it does not.
std::optional<std::string> clinic_plan_folder();

std::string text_of(const std::string& file);

/// The nth block of FORMAT.md's section on plans and repairs that is fenced as JSON, from 0.
std::string example(std::size_t number);

}  // namespace wayside::cli::solve
