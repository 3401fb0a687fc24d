// cli/verify.cpp: wayside verify --data DIR [--json]

#include <iostream>

#include "cli/command_line.hpp"
#include "node/app/health.hpp"
#include "node/app/inspect.hpp"

namespace wayside::cli {

namespace {

Exit verify(const Folder& folder) {
    const app::DataDir dir{folder.data};
    if (const auto is_node = app::check_is_node(dir); !is_node) return say(is_node.refusal());
    const auto [findings, without_keys] = app::verify({dir, folder.key_file});
    if (!without_keys.empty()) {
        std::cerr << "seals were not checked, chains and signatures were: " << without_keys << "\n";
    }
    for (const ledger::Finding& finding : findings) std::cout << app::json_of(finding) << "\n";
    if (findings.empty()) {
        std::cerr << "nothing is wrong\n";
        return Exit::done;
    }
    std::cerr << findings.size() << (findings.size() == 1 ? " finding\n" : " findings\n");
    return Exit::not_so;
}

}  // namespace

void add_verify(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand("verify", "Checks stored entries, chains and heads");
    auto folder = std::make_shared<Folder>();
    auto is_json = std::make_shared<bool>(true);
    add_folder(*command, *folder);
    // Findings are JSON, one a line, either way: they are made to be read by the next program.
    command->add_flag("--json", *is_json, "one JSON document a line (always so)");
    command->callback([folder, is_json, &run] { run = [folder] { return verify(*folder); }; });
}

}  // namespace wayside::cli
