// cli/solve/find.cpp: wayside solve find FILE: slots for the questions of a file, or what stands in
// their way.

#include "cli/solve/find_file.hpp"
#include "cli/solve/session.hpp"
#include "cli/solve/subcommand.hpp"

namespace wayside::cli::solve {

namespace {

struct FindOptions {
    std::string file;
    std::string out;
};

Exit run_find(const FindOptions& options) {
    const auto json = read_json_file(options.file);
    if (!json) return refuse(json.refusal());
    const auto file = decode_find_file(*json);
    if (!file) return refuse(file.refusal());
    write_text(options.out, encode_answers(*file, answer_all(*file)));
    return Exit::done;
}

}  // namespace

void describe_find(CLI::App& command, Run& run) {
    auto options = std::make_shared<FindOptions>();  // kept by the callback
    command.add_option("FILE", options->file, "what is there, what is taken, what is asked")
        ->required();
    command.add_option("--out", options->out, "where the answers go; else standard output");
    command.callback([options, &run] { run = [options] { return run_find(*options); }; });
}

}  // namespace wayside::cli::solve
