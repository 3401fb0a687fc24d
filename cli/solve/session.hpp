// cli/solve/session.hpp: what every subcommand of `wayside solve` does alike: clock, files,
// refusals.
#pragma once

#include <cstdint>
#include <string>

#include "cli/command_line.hpp"
#include "cli/solve/files.hpp"
#include "storage/base/result.hpp"

namespace wayside::cli::solve {

/// Nanoseconds of a steady clock.
std::int64_t now_ns();
/// When this process began, by the same clock: what loading the executable took counts as spent.
std::int64_t process_start_ns();

/// Says why on standard error. Usage for a wrong file or argument, not so for what was checked and
/// does not hold, machine for a file that cannot be read or written.
Exit refuse(const Refusal& refusal);

/// From the first call on, SIGINT and SIGTERM end no process at once: a search that asks ends, and
/// what it has found is written. True once one of them has come.
bool is_interrupted();

}  // namespace wayside::cli::solve
