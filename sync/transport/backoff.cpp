#include "sync/transport/backoff.hpp"

#include <algorithm>
#include <array>

#include "node/net/link_end.hpp"

namespace wayside::transport {

namespace {

using std::chrono::milliseconds;

/// The rest after what needs none: only so long that a hundred do not meet.
constexpr milliseconds at_once{250};
/// 2^16 of anything is beyond every limit.
constexpr unsigned most_steps = 16;

milliseconds most_of(TryEnd end, const BackoffTimes& times) {
    switch (end) {
        case TryEnd::nobody_answered:
        case TryEnd::broke:
            return times.silent_most;
        case TryEnd::nobody_listens:
            return times.absent_most;
        case TryEnd::refused:
            return times.refused_most;
    }
    return times.refused_most;
}

}  // namespace

TryEnd try_end_of(const std::string& rule) {
    using net::LinkEnd;
    const auto is = [&](LinkEnd end) { return rule == name_of(end); };
    if (is(LinkEnd::unknown_host) || is(LinkEnd::unreachable) || is(LinkEnd::no_answer)) {
        return TryEnd::nobody_answered;
    }
    // The last two are a session's: not now.
    if (is(LinkEnd::refused) || rule == "unavailable" || rule == "busy") {
        return TryEnd::nobody_listens;
    }
    constexpr std::array broken{LinkEnd::closed,  LinkEnd::cut,       LinkEnd::garbled,
                                LinkEnd::silent,  LinkEnd::slow,      LinkEnd::stopped,
                                LinkEnd::not_tls, LinkEnd::not_a_link};
    // And these: the same device has come by another link, or its first word came too late.
    if (rule == "superseded" || rule == "late_hello") return TryEnd::broke;
    return std::ranges::any_of(broken, is) ? TryEnd::broke : TryEnd::refused;
}

milliseconds Backoff::rest(TryEnd end, milliseconds took) {
    const bool stood = end == TryEnd::broke && took >= times_.stood;
    if (stood) steps_ = 0;
    if (stood || (end == TryEnd::nobody_answered && took >= times_.long_try)) {
        return jittered(at_once);
    }
    const milliseconds step = times_.first * (std::int64_t{1} << std::min(steps_, most_steps));
    ++steps_;
    return jittered(std::min(step, most_of(end, times_)));
}

milliseconds Backoff::jittered(milliseconds step) {
    std::array<std::uint8_t, 2> drawn{};
    random_.fill(drawn);
    const auto share = static_cast<std::int64_t>(drawn[0]) * 256 + drawn[1];
    return step / 2 + (step - step / 2) * share / 65'535;
}

}  // namespace wayside::transport
