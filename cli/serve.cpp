// cli/serve.cpp: wayside serve --data DIR [--listen HOST:PORT]

#include "node/app/serve.hpp"

#include <iostream>

#include "cli/command_line.hpp"

namespace wayside::cli {

namespace {

struct Options {
    Folder folder;
    std::string listen;
};

Exit serve(const Options& options) {
    const auto done = app::serve({{options.folder.data}, options.folder.key_file, options.listen},
                                 [](const std::string& address) {
                                     std::cout << "listening http://" << address << "\n"
                                               << std::flush;
                                 });
    return done ? Exit::done : say(done.refusal());
}

}  // namespace

void add_serve(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand("serve", "Serves a node until it is told to stop");
    auto options = std::make_shared<Options>();
    add_folder(*command, options->folder);
    command->add_option("--listen", options->listen, "HOST:PORT; port 0 takes a free one");
    command->callback([options, &run] { run = [options] { return serve(*options); }; });
}

}  // namespace wayside::cli
