// node/net/listener.hpp: an address to listen on, and the sockets that do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "node/net/channel.hpp"
#include "storage/base/result.hpp"

namespace wayside::net {

/// HOST:PORT. An IPv6 host stands in brackets when written, and without them here.
struct Endpoint {
    std::string host;
    std::uint16_t port = 0;

    [[nodiscard]] std::string text() const;
    /// Only 127.0.0.0/8, ::1 and "localhost".
    [[nodiscard]] bool is_loopback() const;
    friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

/// Refuses `malformed` for anything but HOST:PORT or [HOST]:PORT with a port below 65536.
Result<Endpoint> parse_endpoint(std::string_view text);

struct Listeners {
    std::vector<Descriptor> sockets;
    Endpoint bound;  ///< as numbers, with the port that was taken
};

/// `count` listening sockets on one port, which the kernel spreads connections over (SO_REUSEPORT);
/// port 0 takes a free one. Nonblocking, closed on exec.
///
/// Throws MachineError with a sentence for a person if the host has no address here or the port is
/// taken (also by another program that would share it).
Listeners listen_on(const Endpoint& endpoint, std::size_t count);

/// A connection that waits to be taken, and its client's address; not open if none waits. `starved`
/// is set if the machine is out of descriptors or memory: try again later.
struct Accepted {
    Descriptor socket;
    std::string remote;
    bool starved = false;
};
Accepted accept_from(int listener);

}  // namespace wayside::net
