#include "node/care/triage.hpp"

#include <algorithm>

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

std::int32_t TriageScale::tier(const TriageClass& of) const {
    std::int32_t tier = 0;
    for (const TriageClass& one : classes) {
        if (one.is_emergency && one.name == of.name) return tier;
        if (one.is_emergency) ++tier;
    }
    return tier;
}

TriageScale south_african_triage_scale() {
    return {{{"red", 0, true},
             {"orange", 10, true},
             {"yellow", 60, false},
             {"blue", 120, false},
             {"green", 240, false}},
            "green"};
}

}  // namespace wayside::care
