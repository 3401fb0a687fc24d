// cli/solve/overbook.cpp: wayside solve overbook FILE: advice on extras, and on order and times.

#include "cli/solve/overbook_file.hpp"
#include "cli/solve/session.hpp"
#include "cli/solve/subcommand.hpp"

namespace wayside::cli::solve {

namespace {

struct OverbookOptions {
    std::string file;
    std::string out;
    OverbookEffort effort;
};

Exit run_overbook(const OverbookOptions& options) {
    const auto json = read_json_file(options.file);
    if (!json) return refuse(json.refusal());
    const auto file = decode_overbook_file(*json);
    if (!file) return refuse(file.refusal());
    write_text(options.out, encode_overbook_advice(*file, options.effort));
    return Exit::done;
}

}  // namespace

void describe_overbook(CLI::App& command, Run& run) {
    auto options = std::make_shared<OverbookOptions>();  // kept by the callback
    command.add_option("FILE", options->file, "slots as they are booked, or a session's visits")
        ->required();
    command.add_option("--seed", options->effort.seed, "of the drawn futures and the search (1)");
    command
        .add_option("--iterations", options->effort.iterations, "of the search for times (12,000)")
        ->check(CLI::Range(0, 10'000'000));
    command.add_option("--out", options->out, "where the advice goes; else standard output");
    command.callback([options, &run] { run = [options] { return run_overbook(*options); }; });
}

}  // namespace wayside::cli::solve
