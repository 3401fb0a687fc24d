#include "cli/replay/report.hpp"

namespace wayside::replay {

nlohmann::ordered_json json_of(const Report& report) {
    using Json = nlohmann::ordered_json;
    Json refused = Json::array();
    for (const RefusedLine& each : report.refused) {
        refused.push_back({{"file", each.file},
                           {"line", each.line},
                           {"rule", each.rule},
                           {"detail", each.detail}});
    }
    Json counts = Json::object();
    for (const char* first : {"done", "cancelled", "no_show", "left"}) {
        counts[first] = report.final.at(first);
    }
    for (const auto& [name, count] : report.final) counts[name] = count;
    return {{"lines", report.lines},       {"accepted", report.accepted},
            {"repeated", report.repeated}, {"refused", std::move(refused)},
            {"skipped", report.skipped},   {"final", std::move(counts)}};
}

std::string text_of(const Report& report) {
    std::string out = std::to_string(report.lines) + " lines: " + std::to_string(report.accepted) +
                      " accepted, " + std::to_string(report.repeated) + " repeated, " +
                      std::to_string(report.refused.size()) + " refused, " +
                      std::to_string(report.skipped) + " skipped\nthe node counts:";
    for (const auto& [name, count] : report.final) out += " " + name + "=" + std::to_string(count);
    return out + "\n";
}

}  // namespace wayside::replay
