#include "node/app/health.hpp"

#include <algorithm>
#include <tuple>

namespace wayside::app {

std::vector<Finding> findings_of(const shelf::LoadReport& report, const SpaceId& space,
                                 const std::vector<Finding>& lost) {
    std::vector<Finding> out = report.findings;
    out.insert(out.end(), lost.begin(), lost.end());
    const auto add = [&](const shelf::Trouble& trouble, const std::string& what) {
        const auto known = std::find_if(out.begin(), out.end(), [&](const Finding& f) {
            return f.log == trouble.entry.log && f.first <= trouble.entry.sequence &&
                   trouble.entry.sequence <= f.last;
        });
        if (known != out.end()) return;
        out.push_back(
            {space, trouble.entry.log, trouble.entry.sequence, trouble.entry.sequence, what});
    };
    for (const shelf::Trouble& trouble : report.set_aside)
        add(trouble, "set aside: " + trouble.what);
    for (const shelf::Trouble& trouble : report.held) add(trouble, "held: " + trouble.what);
    std::sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.log, a.first, a.what) < std::tie(b.log, b.first, b.what);
    });
    return out;
}

nlohmann::json json_of(const Finding& finding) {
    return {{"space", finding.space.text()},
            {"log", finding.log.text()},
            {"first", finding.first},
            {"last", finding.last},
            {"what", finding.what}};
}

std::string text_of(const Finding& finding) {
    return "log " + finding.log.text() + ", entries " + std::to_string(finding.first) + " to " +
           std::to_string(finding.last) + ": " + finding.what;
}

nlohmann::json health_json(bool is_sandbox, const std::vector<Finding>& findings) {
    nlohmann::json list = nlohmann::json::array();
    for (const Finding& finding : findings) list.push_back(json_of(finding));
    return {{"status", findings.empty() ? "ok" : "damaged"},
            {"sandbox", is_sandbox},
            {"findings", std::move(list)}};
}

}  // namespace wayside::app
