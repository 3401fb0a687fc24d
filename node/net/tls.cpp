#include "node/net/tls.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <string>
#include <string_view>

#include "storage/base/require.hpp"

namespace wayside::net {

namespace {

constexpr std::string_view binding_label = "EXPORTER-wayside-sync-1";
/// Ours are 200 bytes.
constexpr long most_certificate_bytes = 4 * 1024;

struct FreeKey {
    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }
};
struct FreeCertificate {
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Certificate = std::unique_ptr<X509, FreeCertificate>;

void demand(bool done, const char* what) {
    if (done) return;
    const char* const reason = ERR_reason_error_string(ERR_get_error());
    throw MachineError(std::string("TLS: cannot ") + what + ": " +
                       (reason != nullptr ? reason : "no reason given"));
}

/// No name, no issuer, no date that means anything: nobody looks at them.
Certificate certificate_for(EVP_PKEY* key) {
    Certificate certificate{X509_new()};
    X509* const made = certificate.get();
    demand(made != nullptr, "make a certificate");
    std::uint64_t serial = 0;
    demand(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1,
           "draw a serial number");
    const bool filled = X509_set_version(made, X509_VERSION_3) == 1 &&
                        ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), serial) == 1 &&
                        ASN1_TIME_set_string(X509_getm_notBefore(made), "20000101000000Z") == 1 &&
                        ASN1_TIME_set_string(X509_getm_notAfter(made), "99991231235959Z") == 1 &&
                        X509_set_pubkey(made, key) == 1 && X509_sign(made, key, nullptr) > 0;
    demand(filled, "sign a certificate");
    return certificate;
}

/// TLS still checks that the other end holds the key of the certificate it shows.
int accept_any(X509_STORE_CTX*, void*) {
    return 1;
}

void keep_to_our_ways(SSL_CTX* context) {
    const bool set = SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
                     SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
                     // Both ends are ours: one of each keeps the greeting short.
                     SSL_CTX_set1_groups_list(context, "X25519") == 1 &&
                     SSL_CTX_set1_sigalgs_list(context, "ed25519") == 1 &&
                     // A ticket costs 1 kB on a thin link, and would outlive what it stands for.
                     SSL_CTX_set_num_tickets(context, 0) == 1;
    demand(set, "set up TLS 1.3");
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_max_cert_list(context, most_certificate_bytes);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_verify_callback(context, accept_any, nullptr);
}

}  // namespace

void FreeTlsContext::operator()(SSL_CTX* context) const noexcept {
    SSL_CTX_free(context);
}

void FreeTls::operator()(SSL* connection) const noexcept {
    SSL_free(connection);
}

TlsIdentity::TlsIdentity() : context_(SSL_CTX_new(TLS_method())) {
    demand(context_ != nullptr, "begin");
    keep_to_our_ways(context_.get());
    const Key key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
    demand(key != nullptr, "draw a key");
    const Certificate certificate = certificate_for(key.get());
    demand(SSL_CTX_use_certificate(context_.get(), certificate.get()) == 1 &&
               SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1,
           "use the certificate");
}

TlsHandle TlsIdentity::connection() const {
    TlsHandle handle{SSL_new(context_.get())};
    demand(handle != nullptr, "begin a connection");
    return handle;
}

ChannelBinding binding_of(SSL* connection) {
    ChannelBinding binding{};
    demand(
        SSL_export_keying_material(connection, binding.data(), binding.size(), binding_label.data(),
                                   binding_label.size(), nullptr, 0, 0) == 1,
        "export a channel binding");
    return binding;
}

}  // namespace wayside::net
