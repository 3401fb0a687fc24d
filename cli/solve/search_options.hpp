// cli/solve/search_options.hpp: the options that `wayside solve plan` and `repair` share.
#pragma once

#include <cstdint>
#include <string>

#include "cli/solve/session.hpp"
#include "solver/search/budget.hpp"

namespace wayside::cli::solve {

struct SearchOptions {
    double seconds = 0;           ///< from the process's start; 0: not given
    std::int64_t iterations = 0;  ///< 0: not given
    std::uint64_t seed = 1;
    int threads = 1;
    std::string out;  ///< empty: standard output
    std::string svg;  ///< empty: no picture
};

void add_search_options(CLI::App& command, SearchOptions& options);

/// Throws MachineError if the answer or the picture could not be written.
void check_outputs(const SearchOptions& options);

/// Iterations if they were given, else seconds, else `usual_seconds`. SIGINT and SIGTERM spend it.
solver::search::Budget budget_of(const SearchOptions& options, double usual_seconds);

}  // namespace wayside::cli::solve
