// cli/solve/queue.cpp: wayside solve queue FILE: who is next, why, and how long each still waits.

#include "cli/solve/queue_file.hpp"
#include "cli/solve/session.hpp"
#include "cli/solve/subcommand.hpp"

namespace wayside::cli::solve {

namespace {

struct QueueOptions {
    std::string file;
    std::string out;
    std::uint64_t seed = 1;
};

Exit run_queue(const QueueOptions& options) {
    const auto json = read_json_file(options.file);
    if (!json) return refuse(json.refusal());
    const auto file = decode_queue_file(*json);
    if (!file) return refuse(file.refusal());
    write_text(options.out, encode_queue_answer(*file, options.seed));
    return Exit::done;
}

}  // namespace

void describe_queue(CLI::App& command, Run& run) {
    auto options = std::make_shared<QueueOptions>();  // kept by the callback
    command.add_option("FILE", options->file, "who waits, who may come, who sees them")->required();
    command.add_option("--seed", options->seed, "of the simulated futures (1)");
    command.add_option("--out", options->out, "where the answer goes; else standard output");
    command.callback([options, &run] { run = [options] { return run_queue(*options); }; });
}

}  // namespace wayside::cli::solve
