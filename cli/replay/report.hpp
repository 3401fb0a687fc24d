// cli/replay/report.hpp: what a replay came to.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace wayside::replay {

/// A line that the node said no to.
struct RefusedLine {
    std::string file;  ///< base name
    std::size_t line = 0;
    std::string rule;
    std::string detail;
};

/// lines = accepted + repeated + |refused| + skipped, always.
struct Report {
    std::size_t lines = 0;     ///< played, so without those before `--from-line`
    std::size_t accepted = 0;  ///< done now
    std::size_t repeated = 0;  ///< done before: the node answered as it did then
    std::vector<RefusedLine> refused;
    std::size_t skipped = 0;  ///< of visits whose first action was refused
    /// What the node counts in the end: the sums of its `totals` of the clinic days that the played
    /// lines' visits are on. So it is the whole day's truth, lines of other files and hands
    /// included.
    std::map<std::string, long long> final{
        {"done", 0}, {"cancelled", 0}, {"no_show", 0}, {"left", 0}};
};

/// The contract's document, its fields in the contract's order.
nlohmann::ordered_json json_of(const Report& report);
/// A few lines for a person.
std::string text_of(const Report& report);

}  // namespace wayside::replay
