// cli/serve.cpp: wayside serve --data DIR [--listen HOST:PORT] [--sync HOST:PORT] [--hub HOST:PORT]

#include "node/app/serve.hpp"

#include <iostream>

#include "cli/command_line.hpp"

namespace wayside::cli {

namespace {

struct Options {
    Folder folder;
    std::string listen;
    std::string sync;
    std::string hub;
};

Exit serve(const Options& options) {
    const app::Serve wanted{.dir = {options.folder.data},
                            .key_file = options.folder.key_file,
                            .listen = options.listen,
                            .sync = options.sync,
                            .hub = options.hub};
    const auto done = app::serve(wanted, [](const app::Serving& serving) {
        std::cout << "listening http://" << serving.listen << "\n";
        if (!serving.sync.empty()) std::cout << "sync " << serving.sync << "\n";
        std::cout << std::flush;
    });
    return done ? Exit::done : say(done.refusal());
}

}  // namespace

void add_serve(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand("serve", "Serves a node until it is told to stop");
    auto options = std::make_shared<Options>();
    add_folder(*command, options->folder);
    command->add_option("--listen", options->listen, "HOST:PORT; port 0 takes a free one");
    command->add_option("--sync", options->sync, "a hub's: where its clinics find it, HOST:PORT");
    command->add_option("--hub", options->hub, "a clinic's: where its hub is, HOST:PORT");
    command->callback([options, &run] { run = [options] { return serve(*options); }; });
}

}  // namespace wayside::cli
