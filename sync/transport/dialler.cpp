#include "sync/transport/dialler.hpp"

#include <utility>

#include "storage/base/require.hpp"

namespace wayside::transport {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

}  // namespace

void Dialler::begin(const net::Endpoint& endpoint, net::LinkSessionFactory factory) {
    require(factory_ == nullptr, "a carrier dials one address");
    endpoint_ = endpoint;
    factory_ = std::move(factory);
    dial();
}

void Dialler::dial() {
    ++rests_;
    since_ = steady_clock::now();
    {
        const std::lock_guard lock(mutex_);
        light_.state = LinkState::trying;
        light_.next_try.reset();
        ++light_.tries;
    }
    links_.dial({.endpoint = endpoint_,
                 .factory =
                     [this](const net::OpenedLink& link) {
                         opened();
                         return factory_(link);
                     },
                 .ended = [this](const Refusal& end) { ended(end); }});
}

void Dialler::opened() {
    since_ = steady_clock::now();
    const Timestamp now = wall_.now();
    const std::lock_guard lock(mutex_);
    light_.state = LinkState::connected;
    light_.connected_since = now;
    light_.last_connected = now;
}

void Dialler::ended(const Refusal& end) {
    const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - since_);
    const Timestamp now = wall_.now();
    {
        const std::lock_guard lock(mutex_);
        if (light_.state == LinkState::connected) light_.last_connected = now;
        light_.connected_since.reset();
        light_.error_rule = end.rule_name();
        light_.error_detail = end.detail;
        light_.error_at = now;
    }
    rest(backoff_.rest(try_end_of(end.rule_name()), took));
}

void Dialler::rest(milliseconds time) {
    {
        const std::lock_guard lock(mutex_);
        light_.state = LinkState::resting;
        light_.next_try = Timestamp{wall_.now().ms + time.count()};
    }
    links_.after(time, [this, number = ++rests_] {
        // Unless somebody hurried meanwhile.
        if (number == rests_) dial();
    });
}

void Dialler::hurry() {
    backoff_.forget();
    // Only this thread sets the state.
    if (factory_ && light().state == LinkState::resting) dial();
}

Light Dialler::light() const {
    const std::lock_guard lock(mutex_);
    return light_;
}

}  // namespace wayside::transport
