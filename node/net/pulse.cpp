#include "node/net/pulse.hpp"

#include <algorithm>

namespace wayside::net {

std::chrono::milliseconds Pulse::crossing(std::size_t bytes) const {
    return std::chrono::milliseconds(1'000 * bytes / times_.slowest_bytes_per_second);
}

void Pulse::heard(LinkTime now) {
    heard_ = now;
    unanswered_since_.reset();
    asked_ = false;
}

void Pulse::said(std::size_t bytes, LinkTime now) {
    if (!unanswered_since_) unanswered_since_ = now;
    const LinkTime at_most = now + crossing(times_.most_between_bytes);
    crossed_ = std::min(std::max(crossed_, now) + crossing(bytes), at_most);
}

Pulse::Advice Pulse::advice(LinkTime now) {
    if (now < deadline()) return Advice::wait;
    if (asked_) return Advice::gone;
    asked_ = true;
    if (!unanswered_since_) unanswered_since_ = now;
    return Advice::ask;
}

LinkTime Pulse::deadline() const {
    if (!unanswered_since_) return heard_ + times_.ask_when_idle;
    const LinkTime since = std::max(*unanswered_since_, crossed_);
    return since + (asked_ ? times_.gone : times_.ask);
}

}  // namespace wayside::net
