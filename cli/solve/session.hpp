// cli/solve/session.hpp: what every subcommand of `wayside solve` does alike: clock, files,
// refusals.
#pragma once

#include <cstdint>
#include <string>

#include "cli/command_line.hpp"
#include "cli/solve/located_json.hpp"
#include "storage/base/result.hpp"

namespace wayside::cli::solve {

/// Nanoseconds of a steady clock.
std::int64_t now_ns();
/// When this process began, by the same clock: what loading the executable took counts as spent.
std::int64_t process_start_ns();

/// Says why on standard error. Usage for a wrong file or argument, not so for what was checked and
/// does not hold, machine for a file that cannot be read or written.
Exit refuse(const Refusal& refusal);

/// The JSON of a file of at most `most_file_bytes`. Refuses as `unavailable` what cannot be read,
/// as `malformed` or `too_large` what is no such JSON, with the file's name and the line.
inline constexpr std::size_t most_file_bytes = std::size_t{64} << 20U;
Result<LocatedJson> read_json_file(const std::string& file);

/// To `file`, or to standard output where it is empty. Throws MachineError if it cannot be written.
void write_text(const std::string& file, const std::string& text);

}  // namespace wayside::cli::solve
