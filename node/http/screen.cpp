#include "node/http/screen.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "node/care/civil.hpp"

namespace wayside::http {

namespace {

constexpr std::size_t longest_name = 64;

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> roles{{
    {"desk", "receptionist"},
    {"kiosk", "kiosk"},
    {"board", "display"},
    {"nurse", "nurse"},
    {"provider", "clinician"},
}};

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

}  // namespace

Result<desk::Asker> asker_of(const net::Request& request) {
    const std::string_view screen = request.header("Wayside-Device").value_or("desk");
    if (screen.empty() || screen.size() > longest_name ||
        !std::all_of(screen.begin(), screen.end(), is_name_character)) {
        return Refusal{Why::malformed,
                       "Wayside-Device names a screen in at most 64 letters or digits", "screen",
                       "Wayside-Device"};
    }
    const auto role = std::find_if(roles.begin(), roles.end(),
                                   [&](const auto& each) { return each.first == screen; });
    return desk::Asker{std::string(screen), "",
                       std::string(role == roles.end() ? "display" : role->second)};
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

Result<Asked> asked_by(const net::Request& request, bool is_sandbox) {
    auto asker = asker_of(request);
    if (!asker) return asker.refusal();
    const auto now = now_of(request, is_sandbox);
    if (!now) return now.refusal();
    return Asked{std::move(*asker), *now};
}

}  // namespace wayside::http
