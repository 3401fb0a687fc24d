// cli/replay/player.hpp: plays clinic-day files to a node, as its screens would.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "cli/replay/courier.hpp"
#include "cli/replay/line.hpp"
#include "cli/replay/report.hpp"

namespace wayside::replay {

struct Pace {
    std::optional<double> speed{};  ///< so many times as fast as life; empty: without waiting
    std::size_t from_line = 1;      ///< of the first file
};

/// What a watching person may want to hear; `line` is the next one to be played.
struct Progress {
    const Script& script;
    const Line& line;
};

/// Plays once. Lines go one after another, each after the answer to the one before.
class Player {
  public:
    Player(Courier& node, Pace pace, std::function<void(const Progress&)> watch)
        : node_(node), pace_(pace), watch_(std::move(watch)) {}

    /// Refuses `unavailable` where nobody answers, naming the line to go on from, and `forbidden`
    /// where the node is no sandbox; what the node says no to stands in the report.
    Result<Report> play(const std::vector<Script>& scripts);

  private:
    using Steady = std::chrono::steady_clock;

    void wait_for(const Line& line);
    Result<void> play(const Script& script, const Line& line);
    Result<HttpAnswer> send(const Line& line, const std::string& visit);
    Result<void> settle(const Script& script, const Line& line, const HttpAnswer& answer);
    void learn(const Line& line, const nlohmann::json& visit);
    void refuse(const Script& script, const Line& line, std::string rule, std::string detail);
    Result<std::optional<std::string>> visit_of(const Line& line);
    Result<void> count();

    Courier& node_;
    Pace pace_;
    std::function<void(const Progress&)> watch_;
    Report report_;
    /// The node's id of each appointment's visit; empty: its first action was refused.
    std::map<std::string, std::optional<std::string>> visits_;
    std::set<std::string> days_;
    std::optional<std::pair<Steady::time_point, Timestamp>> began_;
};

}  // namespace wayside::replay
