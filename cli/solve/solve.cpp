// cli/solve/solve.cpp: wayside solve SUBCOMMAND ..., and the table of its subcommands.

#include <array>

#include "cli/solve/session.hpp"
#include "cli/solve/subcommand.hpp"

namespace wayside::cli {

namespace solve {

namespace {

/// In the order of the usage: find, plan, repair, queue, overbook.
constexpr std::array table{
    Subcommand{"find", "Slots for each question of a file, or what stands in their way",
               describe_find},
    Subcommand{"plan", "A plan of a day or a week", describe_plan},
    Subcommand{"repair", "Ways to go on when somebody is sick or a room floods", describe_repair},
    Subcommand{"queue", "Who is next, why, and how long each who waits still has to",
               describe_queue},
    Subcommand{"overbook", "Advice: extra patients, and the order and times of a session",
               describe_overbook},
};

}  // namespace

std::span<const Subcommand> subcommands() {
    return table;
}

}  // namespace solve

void add_solve(CLI::App& app, Run& run) {
    // The clock of a budget begins here, before any file is read.
    static_cast<void>(solve::process_start_ns());
    auto* command = app.add_subcommand("solve", "Searches, plans, repairs, queues: on files");
    command->require_subcommand(1);
    for (const solve::Subcommand& subcommand : solve::subcommands()) {
        subcommand.describe(*command->add_subcommand(subcommand.name, subcommand.purpose), run);
    }
}

}  // namespace wayside::cli
