// node/net/link_options.hpp: what links may cost, in number and time.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include "node/net/pulse.hpp"

namespace wayside::net {

struct LinkOptions {
    std::size_t links = 1'024;  ///< open at once; the next one is turned away (`crowded`)
    /// Between connecting and the session; who has knocked longest makes room for the next.
    std::size_t knocking = 128;
    /// For a name's addresses to answer. The kernel asks at 0, 1 and 3 s.
    std::chrono::milliseconds connect_time{6'000};
    /// TLS and WebSocket: 2.5 kB and three round trips, which a thin link does in five seconds.
    std::chrono::milliseconds handshake_time{60'000};
    std::chrono::milliseconds farewell_time{10'000};  ///< for the last word to be heard
    PulseTimes pulse{};
    /// For a person's log; holds nothing that a peer sent. Called on the link thread.
    std::function<void(const std::string&)> complain = [](const std::string&) {};
};

}  // namespace wayside::net
