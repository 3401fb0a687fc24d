// cli/replay.cpp: wayside replay FILE... --node URL [--speed max|N] [--from-line N] [--json]

#include <charconv>
#include <chrono>
#include <cmath>
#include <iostream>

#include "cli/command_line.hpp"
#include "cli/replay/player.hpp"

namespace wayside::cli {

namespace {

struct Options {
    std::vector<std::filesystem::path> files;
    std::string node;
    std::string speed = "max";
    std::size_t from_line = 1;
    bool is_json = false;
};

constexpr double fastest = 1e6;  // a day in a tenth of a second: faster than any node

Result<std::optional<double>> speed_of(const std::string& text) {
    if (text == "max") return std::optional<double>{};
    double speed = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, speed);
    if (error != std::errc() || stopped != end || !(speed > 0) || speed > fastest) {
        return Refusal{Why::invalid,
                       "a speed is 'max' or how many times as fast as life, not '" + text + "'"};
    }
    return std::optional<double>{speed};
}

/// Says where it is, every two seconds.
std::function<void(const replay::Progress&)> talker() {
    using Steady = std::chrono::steady_clock;
    return [said = Steady::now()](const replay::Progress& progress) mutable {
        if (Steady::now() - said < std::chrono::seconds(2)) return;
        said = Steady::now();
        std::cerr << progress.script.name << ": line " << progress.line.number << " of "
                  << progress.script.lines.back().number << "\n";
    };
}

Exit exit_of(const Refusal& refusal) {
    const Exit said = say(refusal);
    if (refusal.why == Why::unavailable) return Exit::nobody_answers;
    // A node that is no sandbox is a wrong use of this command, not a broken machine.
    return refusal.why == Why::forbidden ? Exit::usage : said;
}

Exit replay_files(const Options& options) {
    const auto node = replay::NodeAddress::parse(options.node);
    if (!node) return say(node.refusal());
    const auto speed = speed_of(options.speed);
    if (!speed) return say(speed.refusal());
    std::vector<replay::Script> scripts;
    for (const std::filesystem::path& file : options.files) {
        auto script = replay::read_script(file);
        if (!script) {
            say(script.refusal());
            return Exit::usage;
        }
        scripts.push_back(std::move(*script));
    }
    replay::Courier courier(*node);
    replay::Player player(courier, {*speed, options.from_line}, talker());
    const auto report = player.play(scripts);
    if (!report) return exit_of(report.refusal());
    for (const replay::RefusedLine& each : report->refused) {
        std::cerr << each.file << ", line " << each.line << ": " << each.rule << ": " << each.detail
                  << "\n";
    }
    if (options.is_json) {
        std::cout << replay::json_of(*report) << "\n";
    } else {
        std::cout << replay::text_of(*report);
    }
    return Exit::done;
}

}  // namespace

void add_replay(CLI::App& app, Run& run) {
    auto* command = app.add_subcommand("replay", "Plays clinic-day files to a sandbox's node");
    auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "clinic-day files, in the order of their days")
        ->required();
    command->add_option("--node", options->node, "http://HOST:PORT")->required();
    command->add_option("--speed", options->speed,
                        "'max', or how many times as fast as life (default: max)");
    command->add_option("--from-line", options->from_line, "the first file's line to begin with")
        ->check(CLI::PositiveNumber);
    command->add_flag("--json", options->is_json, "one JSON document");
    command->callback([options, &run] { run = [options] { return replay_files(*options); }; });
}

}  // namespace wayside::cli
