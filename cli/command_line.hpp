// cli/command_line.hpp: what the subcommands share: exit codes, environment, and how one is added.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>

#include "storage/base/result.hpp"

namespace wayside::cli {

/// contract.md, "Command line".
enum class Exit { done = 0, not_so = 1, usage = 2, machine = 3, nobody_answers = 4 };

/// Says why on standard error and gives the code: usage for what was typed or written wrongly,
/// not so for what was checked against the register or a signature and does not hold, machine for
/// the rest.
Exit say(const Refusal& refusal);

/// `--data DIR` and WAYSIDE_DATA, `--key-file FILE` and WAYSIDE_KEY_FILE; the flag wins.
struct Folder {
    std::filesystem::path data;
    std::filesystem::path key_file;
};
void add_folder(CLI::App& to, Folder& folder);

/// A subcommand says how it is called, and sets what is to run when it was.
using Run = std::function<Exit()>;
void add_init(CLI::App& app, Run& run);
void add_invite(CLI::App& app, Run& run);
void add_join(CLI::App& app, Run& run);
void add_serve(CLI::App& app, Run& run);
void add_replay(CLI::App& app, Run& run);
void add_digest(CLI::App& app, Run& run);
void add_verify(CLI::App& app, Run& run);
void add_show(CLI::App& app, Run& run);
void add_solve(CLI::App& app, Run& run);

}  // namespace wayside::cli
