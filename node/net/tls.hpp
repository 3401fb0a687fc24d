// node/net/tls.hpp: TLS 1.3 between machines that know each other by the region's register.
//
// Both ends show a certificate that they made for themselves when they started, and neither
// believes it: no issuer, no name, no date is looked at, so a wrong clock or an expired certificate
// locks nobody out. Who is at the other end is proved by the session, which signs the binding.
#pragma once

#include <openssl/types.h>

#include <memory>

#include "node/net/link_session.hpp"

namespace wayside::net {

struct FreeTlsContext {
    void operator()(SSL_CTX* context) const noexcept;
};
struct FreeTls {
    void operator()(SSL* connection) const noexcept;
};
using TlsHandle = std::unique_ptr<SSL, FreeTls>;

/// The keys of one process, Ed25519, drawn at its start and in memory only. Used on one thread, or
/// by several that only call `connection`.
class TlsIdentity {
  public:
    /// Throws MachineError if OpenSSL cannot make a key.
    TlsIdentity();

    /// For either side of one connection: TLS 1.3 only, both show certificates, no tickets.
    [[nodiscard]] TlsHandle connection() const;

  private:
    std::unique_ptr<SSL_CTX, FreeTlsContext> context_;
};

/// After the handshake. Throws MachineError if OpenSSL has none to give.
ChannelBinding binding_of(SSL* connection);

}  // namespace wayside::net
