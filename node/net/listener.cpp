#include "node/net/listener.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <system_error>

#include "storage/base/require.hpp"

namespace wayside::net {

namespace {

struct FreeAddresses {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

enum class Sharing { alone, among_threads };

Addresses addresses_of(const Endpoint& endpoint) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    // "localhost" may mean ::1 first; scripts and people mean 127.0.0.1.
    if (endpoint.host == "localhost") hints.ai_family = AF_INET;
    addrinfo* raw = nullptr;
    const auto port = std::to_string(endpoint.port);
    const int rc = ::getaddrinfo(endpoint.host.c_str(), port.c_str(), &hints, &raw);
    Addresses list{raw};
    if (rc != 0) {
        throw MachineError("cannot listen on " + endpoint.text() + ": " + ::gai_strerror(rc));
    }
    return list;
}

/// What the kernel keeps for one client that does not read; its own limit is 4 MB.
constexpr int send_buffer_bytes = 256 * 1024;

void set_option(int socket, int name, const char* what, int value = 1) {
    if (::setsockopt(socket, SOL_SOCKET, name, &value, sizeof value) != 0) {
        throw MachineError(std::string("cannot set ") + what + " on a listening socket");
    }
}

[[noreturn]] void fail(const Endpoint& endpoint, int error) {
    if (error == EADDRINUSE) {
        throw MachineError("cannot listen on " + endpoint.text() +
                           ": another program uses this port");
    }
    throw MachineError("cannot listen on " + endpoint.text() + ": " +
                       std::generic_category().message(error));
}

Descriptor bound_socket(const Endpoint& endpoint, Sharing sharing) {
    const Addresses list = addresses_of(endpoint);
    Descriptor socket(
        ::socket(list->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
    if (!socket.open()) fail(endpoint, errno);
    // A restart must not wait for the old connections' time to run out.
    set_option(socket.number(), SO_REUSEADDR, "SO_REUSEADDR");
    // Accepted sockets inherit it.
    set_option(socket.number(), SO_SNDBUF, "SO_SNDBUF", send_buffer_bytes);
    if (sharing == Sharing::among_threads) {
        set_option(socket.number(), SO_REUSEPORT, "SO_REUSEPORT");
    }
    if (::bind(socket.number(), list->ai_addr, list->ai_addrlen) != 0) fail(endpoint, errno);
    if (::listen(socket.number(), SOMAXCONN) != 0) fail(endpoint, errno);
    return socket;
}

Endpoint endpoint_of(const sockaddr_storage& address, socklen_t size) {
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> port{};
    // sockaddr_storage is made to be read as any of them.
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    const int rc = ::getnameinfo(generic, size, host.data(), host.size(), port.data(), port.size(),
                                 NI_NUMERICHOST | NI_NUMERICSERV);
    if (rc != 0) return {};
    Endpoint endpoint{.host = host.data()};
    const std::string_view digits = port.data();
    std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
    return endpoint;
}

Endpoint bound_endpoint(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw MachineError("cannot tell which port was taken");
    }
    return endpoint_of(address, size);
}

}  // namespace

std::string Endpoint::text() const {
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool Endpoint::is_loopback() const {
    if (host == "localhost" || host == "::1") return true;
    in_addr v4{};
    return ::inet_pton(AF_INET, host.c_str(), &v4) == 1 && (ntohl(v4.s_addr) >> 24U) == 127;
}

Result<Endpoint> parse_endpoint(std::string_view text) {
    const Refusal refusal{Why::malformed, "an address to listen on is HOST:PORT or [HOST]:PORT"};
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return refusal;
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    Endpoint endpoint;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return refusal;
    const bool bracketed = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (host.empty() || host.find_first_of("[]") != std::string_view::npos) return refusal;
    if (!bracketed && host.find(':') != std::string_view::npos) return refusal;
    endpoint.host = host;
    return endpoint;
}

Listeners listen_on(const Endpoint& endpoint, std::size_t count) {
    require(count > 0, "a server listens with at least one socket");
    Listeners listeners;
    if (count == 1) {
        listeners.sockets.push_back(bound_socket(endpoint, Sharing::alone));
        listeners.bound = bound_endpoint(listeners.sockets.front().number());
        return listeners;
    }
    {
        // A sharing socket would join another program's; one that does not share finds out.
        const Descriptor probe = bound_socket(endpoint, Sharing::alone);
        listeners.bound = bound_endpoint(probe.number());
    }
    for (std::size_t i = 0; i < count; ++i) {
        listeners.sockets.push_back(bound_socket(listeners.bound, Sharing::among_threads));
    }
    return listeners;
}

Accepted accept_from(int listener) {
    sockaddr_storage address{};
    while (true) {
        socklen_t size = sizeof address;
        Descriptor socket(::accept4(listener, reinterpret_cast<sockaddr*>(&address), &size,
                                    SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket.open()) {
            const int on = 1;
            // An answer leaves at once; if the option is refused it is only later.
            static_cast<void>(
                ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
            return {.socket = std::move(socket), .remote = endpoint_of(address, size).host};
        }
        if (errno == EINTR || errno == ECONNABORTED) continue;
        const bool none = errno == EAGAIN || errno == EWOULDBLOCK;
        return {.socket = Descriptor(), .remote = {}, .starved = !none};
    }
}

}  // namespace wayside::net
