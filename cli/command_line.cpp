#include "cli/command_line.hpp"

#include <iostream>

namespace wayside::cli {

Exit say(const Refusal& refusal) {
    std::cerr << "wayside: " << refusal.detail;
    if (!refusal.field.empty()) std::cerr << " (" << refusal.field << ")";
    std::cerr << "\n";
    const bool is_usage = refusal.why == Why::invalid || refusal.why == Why::malformed ||
                          refusal.why == Why::too_large;
    if (is_usage || refusal.rule == "not_authority") return Exit::usage;
    const bool is_not_so = refusal.why == Why::conflict || refusal.rule.starts_with("invitation_");
    return is_not_so ? Exit::not_so : Exit::machine;
}

void add_folder(CLI::App& to, Folder& folder) {
    to.add_option("--data", folder.data, "the node's folder (or WAYSIDE_DATA)")
        ->envname("WAYSIDE_DATA")
        ->required();
    to.add_option("--key-file", folder.key_file, "the key file (or WAYSIDE_KEY_FILE)")
        ->envname("WAYSIDE_KEY_FILE");
}

}  // namespace wayside::cli
