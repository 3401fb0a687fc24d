// cli/solve/plan.cpp: wayside solve plan INSTANCE [--seconds S | --iterations N] [--seed K]
// [--threads N]
//                     [--out FILE] [--svg FILE]

#include <iostream>
#include <memory>

#include "cli/solve/clinic_plan.hpp"
#include "cli/solve/files.hpp"
#include "cli/solve/gantt.hpp"
#include "cli/solve/search_options.hpp"
#include "cli/solve/subcommand.hpp"
#include "solver/plan/evaluate.hpp"
#include "solver/plan/planner.hpp"
#include "storage/base/require.hpp"

namespace wayside::cli::solve {

namespace {

using namespace solver;

constexpr double usual_seconds = 10;

/// Says on standard error how far a search is, at most once a second.
plan::OnProgress say_progress() {
    return [said = now_ns()](const plan::Progress& progress) mutable {
        const std::int64_t now = now_ns();
        if (now - said < 1'000'000'000) return;
        said = now;
        std::cerr << std::int64_t{progress.spent} * 100 / search::whole_share << " % done: cost "
                  << progress.best_cost << " after " << progress.rounds << " rounds\n";
    };
}

Exit run_plan(const std::string& file, const SearchOptions& options) {
    const auto json = read_json_file(file);
    if (!json) return refuse(json.refusal());
    const auto problem = read_instance(*json);
    if (!problem) return refuse(problem.refusal());
    check_outputs(options);
    const plan::Outcome outcome =
        plan::make_plan(*problem, {.seed = options.seed, .threads = options.threads},
                        budget_of(options, usual_seconds), plan::Settings(), say_progress());
    const plan::Verdict verdict = plan::evaluate(*problem, outcome.plan);
    require(verdict.violations.empty() && verdict.costs.total() == outcome.cost,
            "a plan breaks no hard constraint and costs what the search says");
    write_text(options.out, plan_json(*problem, outcome.plan));
    if (!options.svg.empty()) write_text(options.svg, gantt_svg(*problem, outcome.plan, nullptr));
    if (is_interrupted()) std::cerr << "interrupted: this is the best so far\n";
    std::cerr << "cost " << outcome.cost << ", " << verdict.costs.left_out << " left out, "
              << outcome.rounds << " rounds\n";
    return Exit::done;
}

}  // namespace

void describe_plan(CLI::App& command, Run& run) {
    auto file = std::make_shared<std::string>();
    auto options = std::make_shared<SearchOptions>();
    command.add_option("instance", *file, "a file in the format clinic-plan-1")
        ->required()
        ->check(CLI::ExistingFile);
    add_search_options(command, *options);
    command.callback(
        [file, options, &run] { run = [file, options] { return run_plan(*file, *options); }; });
}

}  // namespace wayside::cli::solve
