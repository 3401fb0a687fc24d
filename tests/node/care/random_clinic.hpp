// tests/node/care/random_clinic.hpp: small made-up clinics, open on Thursday 1 January 1970, in
// which people have several roles and services need several people.
#pragma once

#include <string>
#include <vector>

#include "node/care/setup.hpp"
#include "storage/base/random.hpp"

namespace wayside::care {

inline Setup random_clinic(SeededRandom& random) {
    const std::vector<std::string> roles{"a", "b", "c"};
    Setup out;
    out.hours[3] = {{60, 400}};  // 1 January 1970 was a Thursday
    for (int i = 0; i < 4; ++i) {
        Practitioner one{"p" + std::to_string(i), "", {roles[random.below(3)]}, {}};
        if (const auto& more = roles[random.below(3)]; more != one.roles[0] && random.below(2)) {
            one.roles.push_back(more);
        }
        const auto from = static_cast<std::int32_t>(random.below(120));
        const auto pause = static_cast<std::int32_t>(150 + random.below(100));
        one.shifts = {{{Weekday::thu},
                       {from, static_cast<std::int32_t>(300 + random.below(140))},
                       {{pause, pause + 20}}}};
        out.practitioners.push_back(std::move(one));
    }
    for (std::uint64_t i = 0; i <= random.below(3); ++i) {
        out.rooms.push_back({"r" + std::to_string(i), "room", ""});
    }
    for (int i = 0; i < 4; ++i) {
        Service one{"s" + std::to_string(i), "s", 20, {}};
        one.needs.push_back({ServiceNeed::What::role, roles[random.below(3)], 1});
        const auto& second = roles[random.below(3)];
        if (second != one.needs[0].kind && random.below(2)) {
            one.needs.push_back({ServiceNeed::What::role, second, 1});
        }
        if (random.below(2)) one.needs.push_back({ServiceNeed::What::room, "room", 1});
        out.services.push_back(std::move(one));
    }
    return out;
}

}  // namespace wayside::care
