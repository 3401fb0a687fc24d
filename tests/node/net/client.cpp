#include "tests/node/net/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace wayside::net::test {

Client::Client(std::uint16_t port, int receive_buffer_bytes)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer_bytes > 0) {
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                     sizeof receive_buffer_bytes);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("the test's client cannot connect");
    }
}

Client::~Client() {
    if (socket_ >= 0) ::close(socket_);
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), unread_(std::move(other.unread_)) {}

bool Client::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void Client::half_close() const {
    ::shutdown(socket_, SHUT_WR);
}

void Client::reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(socket_, -1));
}

bool Client::more(milliseconds patience) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
    std::array<char, 65536> buffer{};
    const auto got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    unread_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

Reply Client::reply(bool with_body) {
    std::size_t end = 0;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
        if (!more(milliseconds(5000))) return {};
    }
    Reply reply;
    std::string_view head = std::string_view(unread_).substr(0, end + 2);
    reply.status = std::stoi(std::string(head.substr(9, 3)));
    head.remove_prefix(head.find("\r\n") + 2);
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        std::string name(line.substr(0, line.find(':')));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        reply.headers[name] = line.substr(line.find(':') + 2);
    }
    unread_.erase(0, end + 4);
    const auto length = reply.headers.find("content-length");
    if (!with_body || length == reply.headers.end()) return reply;
    const auto bytes = std::stoul(length->second);
    while (unread_.size() < bytes) {
        if (!more(milliseconds(5000))) return {};
    }
    reply.body = unread_.substr(0, bytes);
    unread_.erase(0, bytes);
    return reply;
}

std::string Client::read_until(std::string_view text, milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    std::size_t found = 0;
    while ((found = unread_.find(text)) == std::string::npos) {
        const auto left = end - std::chrono::steady_clock::now();
        const auto wait = std::chrono::duration_cast<milliseconds>(left);
        if (wait.count() <= 0 || !more(wait)) return std::exchange(unread_, {});
    }
    std::string read = unread_.substr(0, found + text.size());
    unread_.erase(0, found + text.size());
    return read;
}

std::string Client::rest(milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (true) {
        const auto left = end - std::chrono::steady_clock::now();
        const auto wait = std::chrono::duration_cast<milliseconds>(left);
        if (wait.count() <= 0 || !more(wait)) return std::exchange(unread_, {});
    }
}

bool Client::ended(milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (true) {
        const auto left = end - std::chrono::steady_clock::now();
        const auto wait = std::chrono::duration_cast<milliseconds>(left);
        pollfd waiting{socket_, POLLIN, 0};
        if (wait.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(wait.count())) <= 0) {
            return false;
        }
        std::array<char, 65536> buffer{};
        if (::recv(socket_, buffer.data(), buffer.size(), 0) <= 0) return true;
    }
}

std::string get(std::string_view path, std::string_view headers) {
    std::string text = "GET ";
    return text.append(path)
        .append(" HTTP/1.1\r\nHost: localhost\r\n")
        .append(headers)
        .append("\r\n");
}

std::string post(std::string_view path, std::string_view body, std::string_view headers) {
    std::string text = "POST ";
    text.append(path).append(" HTTP/1.1\r\nHost: localhost\r\n").append(headers);
    return text.append("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n").append(body);
}

std::size_t open_descriptors() {
    const std::filesystem::directory_iterator all("/proc/self/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

std::size_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace wayside::net::test
