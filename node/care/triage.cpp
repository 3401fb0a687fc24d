#include "node/care/triage.hpp"

#include <algorithm>

#include "solver/queue/scale.hpp"
#include "storage/base/require.hpp"

namespace wayside::care {

std::optional<TriageClass> TriageScale::find(std::string_view name) const {
    const auto found = std::find_if(classes.begin(), classes.end(),
                                    [&](const TriageClass& one) { return one.name == name; });
    if (found == classes.end()) return std::nullopt;
    return *found;
}

const TriageClass& TriageScale::effective(std::string_view name) const {
    const auto named = [](std::string_view wanted) {
        return [wanted](const TriageClass& one) { return one.name == wanted; };
    };
    auto found = std::find_if(classes.begin(), classes.end(), named(name));
    if (found == classes.end()) {
        found = std::find_if(classes.begin(), classes.end(), named(untriaged));
    }
    require(found != classes.end(), "a triage scale holds the class of those without triage");
    return *found;
}

TriageScale south_african_triage_scale() {
    TriageScale out;
    out.untriaged = "green";
    for (const solver::queue::Class& one : solver::queue::south_african_scale().classes) {
        const auto minutes = static_cast<std::int32_t>(one.target_ms / solver::queue::minute_ms);
        out.classes.push_back({one.name, minutes, one.is_strict});
    }
    return out;
}

}  // namespace wayside::care
