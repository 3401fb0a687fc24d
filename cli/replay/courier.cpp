#include "cli/replay/courier.hpp"

#include <algorithm>
#include <charconv>
#include <thread>

namespace wayside::replay {

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_pause = 5s;

/// Retry-After in seconds; a second where it says nothing that we read.
std::chrono::milliseconds pause_of(const HttpAnswer& answer) {
    const std::string_view text = answer.field("retry-after");
    int seconds = 1;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::clamp<std::chrono::milliseconds>(std::chrono::seconds(seconds), 100ms,
                                                 longest_pause);
}

}  // namespace

Result<HttpAnswer> Courier::bring(const HttpRequest& request) {
    const auto began = Steady::now();
    std::chrono::milliseconds pause = 0ms;
    while (true) {
        auto answer = client_.ask(request, patience_.answer);
        const auto spent = Steady::now() - began;
        if (answer) {
            was_answered_ = true;
            const bool is_busy = answer->status == 503 || answer->status == 429;
            if (!is_busy || spent >= patience_.busy) return answer;
            std::this_thread::sleep_for(pause_of(*answer));
            continue;
        }
        if (answer.refusal().why != Why::unavailable) return answer;
        if (spent >= (was_answered_ ? patience_.lost : patience_.greeting)) {
            return Refusal{Why::unavailable, "nobody answers at http://" + node().text() + " (" +
                                                 answer.refusal().detail + ")"};
        }
        // The first time at once: a node closes a connection that was quiet for a minute.
        std::this_thread::sleep_for(pause);
        pause = std::min<std::chrono::milliseconds>(pause * 2 + 25ms, 500ms);
    }
}

}  // namespace wayside::replay
