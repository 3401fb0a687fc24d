#include "node/net/network_watch.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <span>
#include <utility>

#include "node/net/channel.hpp"

namespace wayside::net {

namespace {

/// An interface, its address and its way out come one after the other.
constexpr std::chrono::milliseconds together{200};
constexpr unsigned groups =
    RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE;

Descriptor listening_socket() {
    Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = groups;
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    if (::bind(socket.number(), generic, sizeof address) != 0) return Descriptor();
    return socket;
}

bool says_more(std::span<const char> messages) {
    while (messages.size() >= sizeof(nlmsghdr)) {
        nlmsghdr head{};
        std::copy_n(messages.data(), sizeof head, reinterpret_cast<char*>(&head));
        const auto type = head.nlmsg_type;
        if (type == RTM_NEWLINK || type == RTM_NEWADDR || type == RTM_NEWROUTE) return true;
        const std::size_t length = NLMSG_ALIGN(head.nlmsg_len);
        if (length < sizeof head || length > messages.size()) return false;
        messages = messages.subspan(length);
    }
    return false;
}

}  // namespace

NetworkWatch::NetworkWatch(boost::asio::io_context& io, std::function<void()> came)
    : came_(std::move(came)), socket_(io), timer_(io) {
    Descriptor socket = listening_socket();
    if (!socket.open()) return;
    socket_.assign(socket.release());
    wait();
}

void NetworkWatch::close() {
    came_ = nullptr;
    timer_.cancel();
    boost::system::error_code ignored;  // nobody waits for it
    socket_.close(ignored);
}

void NetworkWatch::wait() {
    socket_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                       [this](const boost::system::error_code& error) {
                           if (!error && came_) read();
                       });
}

void NetworkWatch::read() {
    std::array<char, 8192> buffer{};
    ssize_t got = 0;
    bool more = false;
    while ((got = ::recv(socket_.native_handle(), buffer.data(), buffer.size(), 0)) > 0) {
        more = more || says_more({buffer.data(), static_cast<std::size_t>(got)});
    }
    // So much happened that the kernel forgot some of it.
    const bool lost = got < 0 && errno == ENOBUFS;
    if (more || lost) tell_soon();
    wait();
}

void NetworkWatch::tell_soon() {
    if (std::exchange(telling_, true)) return;
    timer_.expires_after(together);
    timer_.async_wait([this](const boost::system::error_code& error) {
        telling_ = false;
        if (!error && came_) came_();
    });
}

}  // namespace wayside::net
