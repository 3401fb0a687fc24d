#include "cli/cut_off.hpp"

#include <iostream>

#include "node/app/cut_off.hpp"

namespace wayside::cli {

namespace {

struct Options {
    Folder folder;
    std::string device;
};

Exit cut_off(const Options& options) {
    const SystemClock clock;
    SystemRandom random;
    const auto done = app::cut_off({{options.folder.data}, options.folder.key_file, options.device},
                                   clock, random);
    if (!done) return say(done.refusal());
    std::cerr << "device " << options.device
              << " is cut off: what it wrote counts as far as this hub has it, and it is refused "
                 "from the next `serve` on\n";
    return Exit::done;
}

}  // namespace

void add_cut_off(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand(
        "cut-off", "Cuts a stolen or lying device off from a hub's region; while the hub is down");
    auto options = std::make_shared<Options>();
    add_folder(*command, options->folder);
    command->add_option("--device", options->device, "its id: wayside show sync")->required();
    command->callback([options, &run] { run = [options] { return cut_off(*options); }; });
}

}  // namespace wayside::cli
