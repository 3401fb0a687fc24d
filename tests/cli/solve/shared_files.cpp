#include "tests/cli/solve/shared_files.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace wayside::cli::solve {

std::optional<std::string> clinic_plan_folder() {
    const char* shared = std::getenv("WAYSIDE_SHARED");
    if (shared != nullptr) {
        std::string folder = std::string(shared) + "/benchmarks/clinic-plan";
        if (std::filesystem::exists(folder + "/evaluate.py")) return folder;
    }
    MESSAGE("skipped: WAYSIDE_SHARED names no folder with benchmarks/clinic-plan");
    return std::nullopt;
}

std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace wayside::cli::solve
