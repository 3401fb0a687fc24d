// cli/solve/files.hpp: files in and out.
#pragma once

#include <cstddef>
#include <string>

#include "cli/solve/located_json.hpp"
#include "storage/base/result.hpp"

namespace wayside::cli::solve {

/// The JSON of a file of at most `most_file_bytes`. Refuses as `unavailable` what cannot be read,
/// as `malformed` or `too_large` what is no such JSON, with the file's name and the line.
inline constexpr std::size_t most_file_bytes = std::size_t{64} << 20U;
Result<LocatedJson> read_json_file(const std::string& file);

/// To `file`, or to standard output where it is empty. Throws MachineError if it cannot be written.
void write_text(const std::string& file, const std::string& text);

/// Throws MachineError if `file` could not be written now: better before a long search than after
/// it. An empty name is standard output.
void check_writable(const std::string& file);

}  // namespace wayside::cli::solve
