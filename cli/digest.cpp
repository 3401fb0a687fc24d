// cli/digest.cpp: wayside digest --data DIR [--json]

#include <iostream>

#include "cli/command_line.hpp"
#include "node/app/inspect.hpp"

namespace wayside::cli {

namespace {

struct Options {
    Folder folder;
    bool is_json = false;
};

Exit digest(const Options& options) {
    const auto digests = app::digests({{options.folder.data}, options.folder.key_file});
    if (!digests) return say(digests.refusal());
    for (const shelf::Digest& each : *digests) {
        const std::string hex = hex_of(each.hash);
        if (options.is_json) {
            std::cout << nlohmann::json{{"space", each.space.text()},
                                        {"digest", hex},
                                        {"documents", each.documents},
                                        {"entries", each.entries}}
                      << "\n";
        } else {
            std::cout << each.space.text() << " " << hex << " documents=" << each.documents
                      << " entries=" << each.entries << "\n";
        }
    }
    return Exit::done;
}

}  // namespace

void add_digest(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand("digest", "One number a space that two members can compare");
    auto options = std::make_shared<Options>();
    add_folder(*command, options->folder);
    command->add_flag("--json", options->is_json, "one JSON document a line");
    command->callback([options, &run] { run = [options] { return digest(*options); }; });
}

}  // namespace wayside::cli
