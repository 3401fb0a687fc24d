// cli/init.cpp: wayside init --data DIR --role clinic --setup FILE [--sandbox]

#include "node/app/init.hpp"

#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/command_line.hpp"

namespace wayside::cli {

namespace {

struct Options {
    Folder folder;
    std::string role;
    std::filesystem::path setup;
    bool is_sandbox = false;
};

Exit init(const Options& options) {
    std::ifstream file(options.setup, std::ios::binary);
    const std::string setup{std::istreambuf_iterator<char>(file), {}};
    if (!file) {
        std::cerr << "wayside: cannot read " << options.setup.string() << "\n";
        return Exit::usage;
    }
    const SystemClock clock;
    SystemRandom random;
    const auto done = app::init_clinic(
        {options.folder.data, options.folder.key_file, setup, options.is_sandbox}, clock, random);
    if (!done) {
        std::cerr << "wayside: " << options.setup.string() << ": ";
        return say(done.refusal());
    }
    std::cerr << "made a clinic's node in " << options.folder.data.string()
              << "; next: wayside serve --data " << options.folder.data.string() << "\n";
    return Exit::done;
}

}  // namespace

void add_init(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand("init", "Makes a node in an empty folder");
    auto options = std::make_shared<Options>();
    add_folder(*command, options->folder);
    command->add_option("--role", options->role, "what it is to be")
        ->required()
        ->check(CLI::IsMember({"clinic"}));
    command->add_option("--setup", options->setup, "the clinic's set-up, JSON")->required();
    command->add_flag("--sandbox", options->is_sandbox,
                      "for trying out: takes its time from requests; never for patients");
    command->callback([options, &run] { run = [options] { return init(*options); }; });
}

}  // namespace wayside::cli
