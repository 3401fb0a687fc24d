// The C library's own tcp_info ends before the field that is needed here, and one source file
// cannot include both.
#include "node/net/thin_socket.hpp"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace wayside::net {

namespace {

// The kernel doubles it.
constexpr int send_buffer_bytes = 32 * 1024;
constexpr int unacknowledged_ms = 120'000;

void set(int socket, int level, int name, int value) {
    static_cast<void>(::setsockopt(socket, level, name, &value, sizeof value));
}

}  // namespace

void tune_for_thin_link(int socket) {
    set(socket, SOL_SOCKET, SO_SNDBUF, send_buffer_bytes);
    set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    set(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, unacknowledged_ms);
}

std::uint64_t bytes_come_to(int socket) {
    tcp_info told{};
    socklen_t size = sizeof told;
    if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &told, &size) != 0) return 0;
    return told.tcpi_bytes_received;
}

}  // namespace wayside::net
