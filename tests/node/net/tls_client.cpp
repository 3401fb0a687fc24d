#include "tests/node/net/tls_client.hpp"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>

namespace wayside::net::test {

namespace {

Descriptor connected_to(std::uint16_t port) {
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const timeval patience{5, 0};
    ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
        0) {
        throw std::runtime_error("the test's client cannot connect");
    }
    return socket;
}

}  // namespace

TlsClient::TlsClient(std::uint16_t port, TlsWish wish) : socket_(connected_to(port)) {
    // OpenSSL's own writes ask for it.
    std::signal(SIGPIPE, SIG_IGN);
    if (wish == TlsWish::as_we_do) {
        identity_ = std::make_unique<TlsIdentity>();
        tls_ = identity_->connection();
    } else {
        context_.reset(SSL_CTX_new(TLS_client_method()));
        if (wish == TlsWish::tls_1_2) {
            SSL_CTX_set_max_proto_version(context_.get(), TLS1_2_VERSION);
        }
        tls_.reset(SSL_new(context_.get()));
    }
    SSL_set_fd(tls_.get(), socket_.number());
    greeted_ = SSL_connect(tls_.get()) == 1;
}

bool TlsClient::send(std::string_view bytes) {
    return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
}

std::string TlsClient::receive() {
    std::array<char, 16384> buffer{};
    const int got = SSL_read(tls_.get(), buffer.data(), static_cast<int>(buffer.size()));
    return got > 0 ? std::string(buffer.data(), static_cast<std::size_t>(got)) : "";
}

bool TlsClient::upgrade() {
    send(
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    return receive().starts_with("HTTP/1.1 101");
}

bool TlsClient::send_frame(std::uint8_t head, std::string_view payload) {
    return begin_frame(head, payload.size()) && (payload.empty() || send(payload));
}

bool TlsClient::begin_frame(std::uint8_t head, std::uint64_t length) {
    std::string frame(1, static_cast<char>(head));
    const auto add = [&](int bytes) {
        for (int i = bytes - 1; i >= 0; --i) {
            frame.push_back(static_cast<char>((length >> (8 * i)) & 0xFF));
        }
    };
    if (length < 126) {
        frame.push_back(static_cast<char>(0x80 | length));
    } else {
        frame.push_back(static_cast<char>(0x80 | (length < 65'536 ? 126 : 127)));
        add(length < 65'536 ? 2 : 8);
    }
    return send(frame.append(4, '\0'));
}

bool TlsClient::ended() {
    while (true) {
        std::array<char, 16384> buffer{};
        const int got = SSL_read(tls_.get(), buffer.data(), static_cast<int>(buffer.size()));
        if (got > 0) continue;
        const int why = SSL_get_error(tls_.get(), got);
        return why == SSL_ERROR_ZERO_RETURN || why == SSL_ERROR_SSL ||
               (why == SSL_ERROR_SYSCALL && errno != EAGAIN);
    }
}

}  // namespace wayside::net::test
