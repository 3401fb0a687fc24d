#include "cli/replay/http_client.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <system_error>

namespace wayside::replay {

namespace {

using Time = std::chrono::steady_clock::time_point;

struct FreeAddresses {
    void operator()(addrinfo* list) const noexcept { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

std::string reason_of(int error) {
    return std::system_category().message(error);
}

Refusal lost(const std::string& what) {
    return {Why::unavailable, what};
}

/// Waits until `descriptor` is ready for `events`; refuses when the time is up.
Result<void> wait_for(int descriptor, short events, Time deadline) {
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) return lost("no answer in time");
        pollfd waiting{descriptor, events, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
        if (ready > 0) return {};
        if (ready < 0 && errno != EINTR) throw MachineError("poll: " + reason_of(errno));
    }
}

Result<Addresses> addresses_of(const NodeAddress& node) {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int rc = ::getaddrinfo(node.host.c_str(), node.port.c_str(), &wanted, &found);
    Addresses out(found);
    if (rc != 0) return lost(node.text() + ": " + ::gai_strerror(rc));
    return out;
}

Result<Descriptor> connect_to(const addrinfo& address, Time deadline) {
    Descriptor out(::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                            address.ai_protocol));
    if (!out.is_open()) return lost("socket: " + reason_of(errno));
    if (::connect(out.number(), address.ai_addr, address.ai_addrlen) != 0) {
        if (errno != EINPROGRESS) return lost(reason_of(errno));
        if (auto ready = wait_for(out.number(), POLLOUT, deadline); !ready) return ready.refusal();
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(out.number(), SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) return lost(reason_of(error));
    }
    const int on = 1;
    ::setsockopt(out.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return out;
}

Result<Descriptor> connect_to(const NodeAddress& node, Time deadline) {
    const auto addresses = addresses_of(node);
    if (!addresses) return addresses.refusal();
    Refusal last = lost(node.text() + " has no address");
    for (const addrinfo* each = addresses->get(); each != nullptr; each = each->ai_next) {
        auto socket = connect_to(*each, deadline);
        if (socket) return socket;
        last = socket.refusal();
    }
    return last;
}

Result<void> send_all(int socket, std::string_view bytes, Time deadline) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (auto ready = wait_for(socket, POLLOUT, deadline); !ready) return ready.refusal();
        } else if (errno != EINTR) {
            return lost(reason_of(errno));
        }
    }
    return {};
}

Result<HttpAnswer> read_answer(int socket, Time deadline) {
    AnswerReader reader;
    std::array<char, 16 * 1024> buffer{};
    while (true) {
        if (auto ready = wait_for(socket, POLLIN, deadline); !ready) return ready.refusal();
        const ssize_t got = ::recv(socket, buffer.data(), buffer.size(), 0);
        if (got == 0) return lost("the connection was closed before the answer");
        if (got < 0) {
            if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) continue;
            return lost(reason_of(errno));
        }
        reader.received({buffer.data(), static_cast<std::size_t>(got)});
        auto answer = reader.take();
        if (!answer) return answer.refusal();
        if (*answer) return std::move(**answer);
    }
}

std::string bytes_of(const HttpRequest& request, const NodeAddress& node) {
    std::string out(request.method);
    out += " " + request.target + " HTTP/1.1\r\nHost: " + node.text() + "\r\n";
    for (const auto& [name, value] : request.fields) out += name + ": " + value + "\r\n";
    if (request.method != "GET") {
        out += "Content-Type: application/json\r\n";
        out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    }
    return out + "\r\n" + request.body;
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

std::string NodeAddress::text() const {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + host + "]" : host) + ":" + port;
}

Result<NodeAddress> NodeAddress::parse(std::string_view url) {
    const Refusal wrong{Why::invalid,
                        "a node's address is http://HOST:PORT, not '" + std::string(url) + "'"};
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme)) return wrong;
    url.remove_prefix(scheme.size());
    if (url.ends_with('/')) url.remove_suffix(1);
    if (url.find_first_of("/?#@ \t\r\n") != std::string_view::npos) return wrong;
    std::string_view port = "80";
    const auto colon = url.rfind(':');
    const auto bracket = url.rfind(']');
    const bool names_port =
        colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon);
    if (names_port) {
        port = url.substr(colon + 1);
        url = url.substr(0, colon);
    }
    if (url.starts_with('[') && url.ends_with(']')) url = url.substr(1, url.size() - 2);
    unsigned number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    const bool is_port =
        error == std::errc() && end == port.data() + port.size() && number > 0 && number <= 65'535;
    if (url.empty() || !is_port) return wrong;
    return NodeAddress{std::string(url), std::string(port)};
}

Result<HttpAnswer> HttpClient::ask(const HttpRequest& request, std::chrono::milliseconds patience) {
    const Time deadline = std::chrono::steady_clock::now() + patience;
    const std::string bytes = bytes_of(request, node_);
    auto answer = exchange(bytes, deadline);
    // What follows on a connection after a lost, late or odd answer could belong to anybody.
    if (!answer || !answer->keeps_connection()) socket_ = Descriptor();
    return answer;
}

Result<HttpAnswer> HttpClient::exchange(std::string_view bytes, Time deadline) {
    if (!socket_.is_open()) {
        auto connected = connect_to(node_, deadline);
        if (!connected) return connected.refusal();
        socket_ = std::move(*connected);
    }
    if (auto sent = send_all(socket_.number(), bytes, deadline); !sent) return sent.refusal();
    return read_answer(socket_.number(), deadline);
}

}  // namespace wayside::replay
