// tests/node/net/tls_client.hpp: a client over OpenSSL alone that does what ours would never do.
#pragma once

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "node/net/channel.hpp"
#include "node/net/tls.hpp"

namespace wayside::net::test {

enum class TlsWish { as_we_do, no_certificate, tls_1_2 };

/// To 127.0.0.1, blocking, with a patience of five seconds for each read and write.
class TlsClient {
  public:
    TlsClient(std::uint16_t port, TlsWish wish);

    /// Whether the handshake came to its end on this side; TLS 1.3 tells a client that it is
    /// refused at its first read only.
    [[nodiscard]] bool greeted() const { return greeted_; }
    bool send(std::string_view bytes);
    /// What comes next; empty once the connection is over.
    std::string receive();
    /// The upgrade to WebSocket; true for a 101.
    bool upgrade();
    /// One frame, masked with zeros: `head` is FIN, flags and opcode.
    bool send_frame(std::uint8_t head, std::string_view payload);
    /// The same of which only the head is sent, announcing `length`.
    bool begin_frame(std::uint8_t head, std::uint64_t length);
    /// The other side closes within the patience.
    bool ended();

  private:
    std::unique_ptr<SSL_CTX, FreeTlsContext> context_;
    std::unique_ptr<TlsIdentity> identity_;
    Descriptor socket_;
    TlsHandle tls_;
    bool greeted_ = false;
};

}  // namespace wayside::net::test
