#include "cli/solve/search_options.hpp"

namespace wayside::cli::solve {

namespace {

constexpr double longest_seconds = 86'400;
constexpr std::int64_t most_iterations = std::int64_t{1} << 50U;
constexpr int most_threads = 64;

}  // namespace

void add_search_options(CLI::App& command, SearchOptions& options) {
    auto* seconds = command.add_option("--seconds", options.seconds, "from the process's start on");
    seconds->check(CLI::Range(0.001, longest_seconds));
    command.add_option("--iterations", options.iterations, "rounds; the same plan on every run")
        ->check(CLI::Range(std::int64_t{1}, most_iterations))
        ->excludes(seconds);
    // Without the check, a number below 0 would be read as a very large one.
    command.add_option("--seed", options.seed, "of the search (1)")->check(CLI::NonNegativeNumber);
    command.add_option("--threads", options.threads, "searches side by side (1)")
        ->check(CLI::Range(1, most_threads));
    command.add_option("--out", options.out, "a file for the answer (standard output)");
    command.add_option("--svg", options.svg, "a file for a picture of the plan");
}

void check_outputs(const SearchOptions& options) {
    check_writable(options.out);
    check_writable(options.svg);
}

solver::search::Budget budget_of(const SearchOptions& options, double usual_seconds) {
    using solver::search::Budget;
    const double seconds = options.seconds > 0 ? options.seconds : usual_seconds;
    const std::int64_t start = process_start_ns();
    const std::int64_t end = start + static_cast<std::int64_t>(seconds * 1e9);
    Budget budget = options.iterations > 0 ? Budget::of_iterations(options.iterations)
                                           : Budget::of_time(now_ns, start, end);
    // Asked here, so that from here on an interruption is waited for by every thread.
    static_cast<void>(is_interrupted());
    budget.is_stopped = is_interrupted;
    return budget;
}

}  // namespace wayside::cli::solve
