#include "node/http/screen.hpp"

#include <algorithm>
#include <utility>

#include "node/care/civil.hpp"

namespace wayside::http {

namespace {

constexpr std::size_t longest_name = 64;

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

}  // namespace

Screens clinic_screens() {
    return {.roles = {{"desk", "receptionist"},
                      {"kiosk", "kiosk"},
                      {"board", "display"},
                      {"nurse", "nurse"},
                      {"provider", "clinician"}},
            .other = "display",
            .unnamed = "desk"};
}

Screens hub_screens() {
    return {.roles = {}, .other = "regional-admin", .unnamed = "region"};
}

Result<desk::Asker> asker_of(const net::Request& request, const Screens& screens) {
    const std::string_view screen = request.header("Wayside-Device").value_or(screens.unnamed);
    if (screen.empty() || screen.size() > longest_name ||
        !std::all_of(screen.begin(), screen.end(), is_name_character)) {
        return Refusal{Why::malformed,
                       "Wayside-Device names a screen in at most 64 letters or digits", "screen",
                       "Wayside-Device"};
    }
    const auto role = screens.roles.find(screen);
    return desk::Asker{std::string(screen), "",
                       role == screens.roles.end() ? screens.other : role->second};
}

Result<std::optional<Timestamp>> now_of(const net::Request& request, bool is_sandbox) {
    const auto written = request.header("Wayside-Now");
    if (!written) return std::optional<Timestamp>{};
    if (!is_sandbox) {
        return Refusal{Why::forbidden, "only a sandbox takes its time from a request",
                       "not_a_sandbox", "Wayside-Now"};
    }
    const auto instant = care::parse_instant(*written);
    if (!instant) {
        return Refusal{Why::malformed, instant.refusal().detail, "time", "Wayside-Now"};
    }
    return std::optional<Timestamp>{*instant};
}

Result<Asked> asked_by(const net::Request& request, const Screens& screens, bool is_sandbox) {
    auto asker = asker_of(request, screens);
    if (!asker) return asker.refusal();
    const auto now = now_of(request, is_sandbox);
    if (!now) return now.refusal();
    return Asked{std::move(*asker), *now};
}

}  // namespace wayside::http
