// cli/init.cpp: wayside init --data DIR --role clinic --setup FILE [--invite FILE] [--sandbox]
//               wayside init --data DIR --role hub --region NAME [--sandbox]

#include "node/app/init.hpp"

#include <iostream>

#include "cli/command_line.hpp"
#include "cli/invitation_file.hpp"

namespace wayside::cli {

namespace {

struct Options {
    Folder folder;
    std::string role;
    std::filesystem::path setup;
    std::filesystem::path invite;
    std::string region;
    bool is_sandbox = false;
};

Exit init_clinic(const Options& options) {
    const auto setup = read_file(options.setup);
    if (!setup) return say(setup.refusal());
    app::InitClinic wanted{.folder = options.folder.data,
                           .key_file = options.folder.key_file,
                           .setup = *setup,
                           .is_sandbox = options.is_sandbox};
    std::string next = "wayside serve --data " + options.folder.data.string();
    if (!options.invite.empty()) {
        const auto invitation = read_invitation(options.invite);
        if (!invitation) return say(invitation.refusal());
        wanted.invitation = *invitation;
        next += " --hub HOST:PORT";
    }
    const SystemClock clock;
    SystemRandom random;
    const auto done = app::init_clinic(wanted, clock, random);
    if (!done) {
        const bool is_invitation = done.refusal().rule == "invitation_expired";
        return say(refusal_of(is_invitation ? options.invite : options.setup, done.refusal()));
    }
    std::cerr << "made a clinic's node in " << options.folder.data.string() << "; next: " << next
              << "\n";
    return Exit::done;
}

Exit init_hub(const Options& options) {
    const SystemClock clock;
    SystemRandom random;
    const auto done = app::init_hub(
        {options.folder.data, options.folder.key_file, options.region, options.is_sandbox}, clock,
        random);
    if (!done) return say(done.refusal());
    std::cerr << "made the hub of the region '" << options.region << "' in "
              << options.folder.data.string() << "; next: wayside invite --data "
              << options.folder.data.string() << " --clinic ID\n";
    return Exit::done;
}

/// Each role has its own words; another's are a slip.
void check_words(const Options& options) {
    if (options.role == "clinic") {
        if (options.setup.empty()) throw CLI::RequiredError("--setup (the clinic's set-up)");
        if (!options.region.empty()) {
            throw CLI::ValidationError("--region", "names a hub's region; a clinic has --invite");
        }
        return;
    }
    if (options.region.empty()) throw CLI::RequiredError("--region (the region's name)");
    if (!options.setup.empty()) throw CLI::ValidationError("--setup", "is a clinic's");
    if (!options.invite.empty()) throw CLI::ValidationError("--invite", "is for a clinic");
}

}  // namespace

void add_init(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand("init", "Makes a node in an empty folder");
    auto options = std::make_shared<Options>();
    add_folder(*command, options->folder);
    command->add_option("--role", options->role, "what it is to be: clinic or hub")
        ->required()
        ->check(CLI::IsMember({"clinic", "hub"}));
    command->add_option("--setup", options->setup, "a clinic's: its set-up, JSON");
    command->add_option("--invite", options->invite,
                        "a clinic's: the hub's invitation; without one it has a region of its own");
    command->add_option("--region", options->region, "a hub's: the name of the region it founds");
    command->add_flag("--sandbox", options->is_sandbox,
                      "for trying out: takes its time from requests; never for patients");
    command->callback([options, &run] {
        check_words(*options);
        run = [options] {
            return options->role == "hub" ? init_hub(*options) : init_clinic(*options);
        };
    });
}

}  // namespace wayside::cli
