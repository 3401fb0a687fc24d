// cli/join.cpp: wayside join --data DIR --invite FILE [--clinic ID]

#include "node/app/join.hpp"

#include <iostream>

#include "cli/command_line.hpp"
#include "cli/invitation_file.hpp"

namespace wayside::cli {

namespace {

struct Options {
    Folder folder;
    std::filesystem::path invite;
    std::string clinic;
};

void tell(const app::MoveNews& news) {
    switch (news.step) {
        case app::MoveStep::carrying:
            std::cerr << news.entries << " of " << news.all << " entries are sealed anew\n";
            return;
        case app::MoveStep::checking:
            std::cerr << "checking them against the box as it is\n";
            return;
        case app::MoveStep::whole:
        case app::MoveStep::swapped:
            return;
    }
}

Exit join(const Options& options) {
    const auto invitation = read_invitation(options.invite);
    if (!invitation) return say(invitation.refusal());
    const SystemClock clock;
    SystemRandom random;
    const auto joined = app::join(
        {{{options.folder.data}, options.folder.key_file}, *invitation, options.clinic, tell},
        clock, random);
    if (!joined) return say(joined.refusal());
    if (joined->before) {
        std::cerr << "the box as it was lies in " << joined->before->string()
                  << ": never serve it; delete it when the light has been green, or 'wayside show "
                     "sync' says that nothing waits\n";
    }
    std::cerr << "the box in " << options.folder.data.string() << " asks to be the clinic '"
              << joined->clinic << "' as soon as it reaches the hub; next: wayside serve --data "
              << options.folder.data.string() << " --hub HOST:PORT\n";
    return Exit::done;
}

}  // namespace

void add_join(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand(
        "join", "Takes a hub's invitation to a clinic's box that is there; while it is down");
    auto options = std::make_shared<Options>();
    add_folder(*command, options->folder);
    command->add_option("--invite", options->invite, "the hub's invitation")->required();
    command->add_option("--clinic", options->clinic,
                        "the clinic's ID, where it is to be another than it was invited as");
    command->callback([options, &run] { run = [options] { return join(*options); }; });
}

}  // namespace wayside::cli
