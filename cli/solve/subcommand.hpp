// cli/solve/subcommand.hpp: how `wayside solve` comes by its subcommands.
#pragma once

#include <span>

#include "cli/command_line.hpp"

namespace wayside::cli::solve {

/// One line of the table in solve.cpp. A new one is a source file of its own with its
/// `describe_...`, declared below, and its line in the table.
struct Subcommand {
    const char* name;
    const char* purpose;  ///< for the usage: what it answers, in a line
    /// Adds its options to `command`, whose callback sets what is to run.
    void (*describe)(CLI::App& command, Run& run);
};

std::span<const Subcommand> subcommands();

void describe_find(CLI::App& command, Run& run);
void describe_plan(CLI::App& command, Run& run);
void describe_repair(CLI::App& command, Run& run);
void describe_queue(CLI::App& command, Run& run);
void describe_overbook(CLI::App& command, Run& run);

}  // namespace wayside::cli::solve
