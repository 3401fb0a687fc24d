// cli/invite.cpp: wayside invite --data HUB --clinic ID [--out FILE]

#include "node/app/invite.hpp"

#include <fstream>
#include <iostream>

#include "cli/command_line.hpp"

namespace wayside::cli {

namespace {

struct Options {
    Folder folder;
    std::string clinic;
    std::filesystem::path out;
};

Exit invite(const Options& options) {
    const SystemClock clock;
    SystemRandom random;
    const auto text = app::invite({{options.folder.data}, options.folder.key_file, options.clinic},
                                  clock, random);
    if (!text) return say(text.refusal());
    if (options.out.empty()) {
        std::cout << *text;
    } else {
        std::ofstream file(options.out, std::ios::binary);
        file << *text << std::flush;
        if (!file) throw MachineError("cannot write " + options.out.string());
    }
    std::cerr << "an invitation for the clinic '" << options.clinic
              << "': it works once, for seven days; next, on the clinic's box: wayside init --role "
                 "clinic --setup FILE --invite FILE --data DIR, or, where it was made before: "
                 "wayside join --invite FILE --data DIR\n";
    return Exit::done;
}

}  // namespace

void add_invite(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand(
        "invite", "Invites a clinic into a hub's region; also while the hub serves");
    auto options = std::make_shared<Options>();
    add_folder(*command, options->folder);
    command->add_option("--clinic", options->clinic, "the clinic's ID in the region")->required();
    command->add_option("--out", options->out, "where to write it; standard output if not given");
    command->callback([options, &run] { run = [options] { return invite(*options); }; });
}

}  // namespace wayside::cli
