// tests/cli/solve/shared_files.hpp: the benchmark's files, where they are there.
#pragma once

#include <optional>
#include <string>

namespace wayside::cli::solve {

/// Where clinic-plan lies; empty (and said so) where it does not.
std::optional<std::string> clinic_plan_folder();

std::string text_of(const std::string& file);

}  // namespace wayside::cli::solve
