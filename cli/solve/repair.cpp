// cli/solve/repair.cpp: wayside solve repair INSTANCE REPAIR [--moves N], and the options of plan

#include <iostream>
#include <memory>

#include "cli/solve/clinic_plan.hpp"
#include "cli/solve/files.hpp"
#include "cli/solve/gantt.hpp"
#include "cli/solve/repair_answer.hpp"
#include "cli/solve/search_options.hpp"
#include "cli/solve/subcommand.hpp"
#include "solver/plan/repair.hpp"
#include "storage/base/require.hpp"

namespace wayside::cli::solve {

namespace {

using namespace solver;

constexpr double usual_seconds = 2;

struct Files {
    std::string instance;
    std::string repair;
    std::size_t most_moves = 1'000'000;
};

/// What was announced must hold by itself: a repair of a plan that never held is no repair.
Result<void> check_announced(const std::string& file, const problem::Problem& problem,
                             const problem::Plan& announced) {
    const auto violations = plan::evaluate(problem, announced).violations;
    if (violations.empty()) return {};
    const plan::Violation& first = violations.front();
    return Refusal{Why::conflict, file + ": the announced plan breaks " + first.name + " at " +
                                      problem.visits[first.visit].id + ": " + first.detail};
}

Exit run_repair(const Files& files, const SearchOptions& options) {
    const auto instance = read_json_file(files.instance);
    if (!instance) return refuse(instance.refusal());
    auto problem = read_instance(*instance);
    if (!problem) return refuse(problem.refusal());
    const auto json = read_json_file(files.repair);
    if (!json) return refuse(json.refusal());
    const auto disruption = read_repair(*json, *problem);
    if (!disruption) return refuse(disruption.refusal());
    const auto held = check_announced(files.repair, *problem, disruption->announced);
    if (!held) return refuse(held.refusal());
    check_outputs(options);

    const plan::RepairWish wish{
        .seed = options.seed, .threads = options.threads, .most_moves = files.most_moves};
    const plan::Repair repair =
        plan::make_repair(*problem, *disruption, wish, budget_of(options, usual_seconds));
    if (repair.proposals.empty()) {
        return refuse(
            {Why::conflict, "no plan keeps to " + std::to_string(files.most_moves) + " moves"});
    }
    if (is_interrupted()) std::cerr << "interrupted: these are the best so far\n";
    for (const plan::Proposal& proposal : repair.proposals) {
        require(plan::evaluate(*problem, proposal.plan, *disruption).violations.empty(),
                "a repaired plan breaks no hard constraint");
        std::cerr << proposal.name << ": cost " << proposal.costs.total() << ", "
                  << proposal.costs.moves << " moved, " << proposal.costs.left_out << " left out\n";
    }
    write_text(options.out, repair_json(*problem, repair));
    if (!options.svg.empty()) {
        write_text(options.svg,
                   gantt_svg(*problem, repair.proposals.front().plan, &disruption->announced));
    }
    return Exit::done;
}

}  // namespace

void describe_repair(CLI::App& command, Run& run) {
    auto files = std::make_shared<Files>();
    auto options = std::make_shared<SearchOptions>();
    command.add_option("instance", files->instance, "a file in the format clinic-plan-1")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_option("repair", files->repair, "a file in the format clinic-plan-repair-1")
        ->required()
        ->check(CLI::ExistingFile);
    command.add_option("--moves", files->most_moves, "at most so many visits are moved")
        ->check(CLI::NonNegativeNumber);
    add_search_options(command, *options);
    command.callback([files, options, &run] {
        run = [files, options] { return run_repair(*files, *options); };
    });
}

}  // namespace wayside::cli::solve
