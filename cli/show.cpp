// cli/show.cpp: wayside show day DATE | visit ID | sync | log --data DIR [--json]

#include <iomanip>
#include <iostream>

#include "cli/command_line.hpp"
#include "node/app/inspect.hpp"

namespace wayside::cli {

namespace {

using nlohmann::json;

struct Options {
    Folder folder;
    std::string subject;
    bool is_json = false;
};

std::string field(const json& of, const char* name) {
    const auto found = of.find(name);
    if (found == of.end() || found->is_null()) return "-";
    return found->is_string() ? found->get<std::string>() : found->dump();
}

void print_visit(const json& visit) {
    std::string tickets;
    for (const json& ticket : visit.value("tickets", json::array())) {
        tickets += (tickets.empty() ? "" : " ") + field(ticket, "number");
    }
    std::cout << std::left << std::setw(27) << field(visit, "start") << std::setw(11)
              << field(visit, "status") << std::setw(8) << (tickets.empty() ? "-" : tickets)
              << std::setw(14) << field(visit, "practitioner") << std::setw(14)
              << field(visit, "service") << field(visit, "id") << "\n";
}

Exit show_view(const Options& options, const char* view, void (*print)(const json&)) {
    const app::DataDir dir{options.folder.data};
    if (const auto is_node = app::check_is_node(dir); !is_node) return say(is_node.refusal());
    const auto shown = app::view({dir, options.folder.key_file}, view, options.subject);
    if (!shown) {
        const Exit code = say(shown.refusal());
        return shown.refusal().why == Why::not_found ? Exit::not_so : code;
    }
    if (options.is_json) {
        std::cout << *shown << "\n";
    } else {
        print(*shown);
    }
    return Exit::done;
}

void print_day(const json& day) {
    for (const json& visit : day.value("visits", json::array())) print_visit(visit);
}

void print_entry(const json& entry) {
    std::cout << field(entry, "log").substr(0, 8) << " " << std::right << std::setw(6)
              << field(entry, "sequence") << "  " << std::left << std::setw(25)
              << field(entry, "at") << std::setw(12) << field(entry, "command") << std::setw(14)
              << field(entry, "screen") << field(entry, entry.contains("what") ? "what" : "remark")
              << "\n";
}

Exit show_log(const Options& options) {
    const auto entries = app::log({{options.folder.data}, options.folder.key_file});
    if (!entries) return say(entries.refusal());
    for (const json& entry : *entries) {
        if (options.is_json) {
            std::cout << entry << "\n";
        } else {
            print_entry(entry);
        }
    }
    return Exit::done;
}

std::string since(const json& at) {
    return at.is_null() ? "" : " since " + at.get<std::string>();
}

/// Who was heard and what was receipted is kept with the next commit, not at once.
void print_saved(const json& sync) {
    if (!sync["saved"].is_null()) std::cout << "as last saved at " << field(sync, "saved") << "\n";
}

void print_clinic_sync(const json& sync) {
    if (sync["light"] == "none") {
        std::cout << "this node has no hub\n";
        return;
    }
    const json& waiting = sync["waiting"];
    if (!sync["receipt"].is_null()) {
        std::cout << "the hub has " << sync["receipt"]["entries"] << " entries, by its word of "
                  << field(sync["receipt"], "at") << "\n";
    }
    std::cout << waiting["entries"] << " entries wait for the hub" << since(waiting["since"])
              << "\n";
    if (sync.contains("restored")) {
        std::cout << "restored from a copy: " << sync["restored"]["entries"]
                  << " entries came back from the hub at " << field(sync["restored"], "at") << "\n";
    }
    print_saved(sync);
}

void print_hub_sync(const json& sync) {
    for (const json& clinic : sync["clinics"]) {
        std::cout << std::left << std::setw(20) << field(clinic, "clinic") << std::setw(28)
                  << (clinic["heard"].is_null() ? "never heard" : field(clinic, "heard"))
                  << std::right << std::setw(10) << clinic["entries"].get<std::uint64_t>()
                  << " entries  " << field(clinic, "device")
                  << (clinic["revoked"] == true ? "  cut off" : "") << "\n";
        for (const json& trouble : clinic["troubles"]) {
            std::cout << "    " << field(trouble, "rule");
            if (trouble.contains("log")) std::cout << ", log " << field(trouble, "log");
            if (trouble.contains("sequence")) {
                std::cout << ", after entry " << field(trouble, "sequence");
            }
            std::cout << "\n";
        }
    }
    print_saved(sync);
}

Exit show_sync(const Options& options) {
    const auto sync = app::sync({{options.folder.data}, options.folder.key_file});
    if (!sync) return say(sync.refusal());
    if (options.is_json) {
        std::cout << *sync << "\n";
    } else if ((*sync)["role"] == "hub") {
        print_hub_sync(*sync);
    } else {
        print_clinic_sync(*sync);
    }
    return Exit::done;
}

CLI::App* add_part(CLI::App& show, const char* name, const char* what, Options& options) {
    auto* part = show.add_subcommand(name, what);
    add_folder(*part, options.folder);
    part->add_flag("--json", options.is_json, "one JSON document (of the log: one a line)");
    return part;
}

}  // namespace

void add_show(CLI::App& app, Run& run) {
    auto* show = app.add_subcommand("show", "Shows what a node holds");
    show->require_subcommand(1);
    auto options = std::make_shared<Options>();

    auto* day = add_part(*show, "day", "One clinic day, as the front desk sees it", *options);
    day->add_option("DATE", options->subject, "2026-03-02")->required();
    day->callback(
        [options, &run] { run = [options] { return show_view(*options, "day", print_day); }; });
    auto* visit = add_part(*show, "visit", "One visit", *options);
    visit->add_option("ID", options->subject, "the visit's id")->required();
    visit->callback(
        [options, &run] { run = [options] { return show_view(*options, "visit", print_visit); }; });
    auto* sync = add_part(*show, "sync", "What the hub has; at a hub, of each clinic", *options);
    sync->callback([options, &run] { run = [options] { return show_sync(*options); }; });
    auto* log = add_part(*show, "log", "Who did what, when, on which screen", *options);
    log->callback([options, &run] { run = [options] { return show_log(*options); }; });
}

}  // namespace wayside::cli
