#include "sync/transport/session_link.hpp"

namespace wayside::transport {

namespace {

using std::chrono::milliseconds;

/// Thirty years after the machine's start is never; a nanosecond count would not hold it.
constexpr Timestamp never{1'000'000'000'000};

}  // namespace

Timestamp session_time(net::LinkTime time) {
    return {std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count()};
}

sync::Side side_of(net::LinkSide side) {
    return side == net::LinkSide::dialled ? sync::Side::initiator : sync::Side::acceptor;
}

void SessionLink::received(ByteView bytes, net::LinkTime now) {
    session_.received(bytes, session_time(now));
}

void SessionLink::wrote(std::size_t bytes, net::LinkTime now) {
    session_.wrote(bytes, session_time(now));
}

std::optional<net::LinkTime> SessionLink::deadline() const {
    const Timestamp due = session_.deadline();
    if (due > never) return std::nullopt;
    // Times are cut to milliseconds on their way in: one that is due must be so there, too.
    return net::LinkTime(milliseconds(due.ms));
}

void SessionLink::tick(net::LinkTime now) {
    session_.tick(session_time(now));
}

}  // namespace wayside::transport
