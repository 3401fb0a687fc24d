#include "tests/node/net/relay.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "node/net/listener.hpp"

namespace wayside::net::test {

namespace {

constexpr int patience_ms = 20;

Descriptor connected_to(std::uint16_t port) {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
        0) {
        return Descriptor();
    }
    return socket;
}

void close_with_reset(int socket) {
    const linger at_once{1, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace

Relay::Relay(std::uint16_t target) : target_(target) {
    Listeners listeners = listen_on({.host = "127.0.0.1", .port = 0}, 1);
    listener_ = std::move(listeners.sockets.front());
    port_ = listeners.bound.port;
    thread_ = std::thread([this] { run(); });
}

Relay::~Relay() {
    over_ = true;
    thread_.join();
}

void Relay::run() {
    while (!over_) {
        pollfd waiting{listener_.number(), POLLIN, 0};
        if (::poll(&waiting, 1, patience_ms) <= 0) continue;
        const Accepted accepted = accept_from(listener_.number());
        const Descriptor onward = connected_to(target_);
        if (!accepted.socket.open() || !onward.open()) continue;
        up = 0;
        down = 0;
        ++connections;
        carry(accepted.socket.number(), onward.number());
        close_with_reset(accepted.socket.number());
        close_with_reset(onward.number());
    }
}

void Relay::carry(int from_dialler, int to_listener) {
    std::array<pollfd, 2> waiting{pollfd{from_dialler, POLLIN, 0}, pollfd{to_listener, POLLIN, 0}};
    while (!over_) {
        if (::poll(waiting.data(), waiting.size(), patience_ms) < 0) return;
        if (waiting[0].revents != 0 && !pass(from_dialler, to_listener, true)) return;
        if (waiting[1].revents != 0 && !pass(to_listener, from_dialler, false)) return;
    }
}

bool Relay::pass(int from, int to, bool upward) {
    std::array<char, 4096> buffer{};
    const auto limit = (upward ? cut_after_up : cut_after_down).load();
    auto& count = upward ? up : down;
    const auto room = std::min(limit - count, buffer.size());
    const auto got = ::recv(from, buffer.data(), std::max<std::size_t>(room, 1), MSG_DONTWAIT);
    if (got <= 0) return false;
    const auto bytes = std::min(static_cast<std::size_t>(got), room);
    const auto before = count.fetch_add(bytes);
    if (upward && corrupt_up >= before && corrupt_up < before + bytes) {
        buffer[corrupt_up - before] = static_cast<char>(buffer[corrupt_up - before] ^ 1);
    }
    if (!swallows && ::send(to, buffer.data(), bytes, MSG_NOSIGNAL) < 0) return false;
    return count < limit;
}

}  // namespace wayside::net::test
