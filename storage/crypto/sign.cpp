#include "storage/crypto/sign.hpp"

#include <sodium.h>

#include <algorithm>

#include "storage/crypto/sodium_ready.hpp"

namespace wayside::crypto {

namespace {

constexpr std::size_t box_overhead = crypto_box_SEALBYTES;

/// The nonce of a sealed box, as libsodium defines it: BLAKE2b-192 of both public keys.
std::array<std::uint8_t, crypto_box_NONCEBYTES> box_nonce(ByteView ephemeral, ByteView to) {
    std::array<std::uint8_t, 64> both{};
    std::copy(ephemeral.begin(), ephemeral.end(), both.begin());
    std::copy(to.begin(), to.end(), both.begin() + 32);
    std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce{};
    crypto_generichash(nonce.data(), nonce.size(), both.data(), both.size(), nullptr, 0);
    return nonce;
}

}  // namespace

Signer Signer::from_seed(const Secret<32>& seed) {
    sodium_ready();
    Signer out;
    crypto_sign_ed25519_seed_keypair(out.public_.data(), out.secret_.writable().data(),
                                     seed.view().data());
    return out;
}

Signature Signer::sign(ByteView message) const {
    Signature out{};
    crypto_sign_ed25519_detached(out.data(), nullptr, message.data(), message.size(),
                                 secret_.view().data());
    return out;
}

bool verify(const PublicKey& by, ByteView message, const Signature& signature) {
    sodium_ready();
    return crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(),
                                               by.data()) == 0;
}

BoxPair BoxPair::from_seed(const Secret<32>& seed) {
    sodium_ready();
    BoxPair out;
    out.secret_ = seed.clone();
    crypto_scalarmult_base(out.public_.data(), out.secret_.view().data());
    return out;
}

Result<Bytes> BoxPair::open(ByteView boxed) const {
    if (boxed.size() <= box_overhead) {
        return Refusal{Why::damaged, "shorter than a sealed box and one byte"};
    }
    Bytes out(boxed.size() - box_overhead);
    if (crypto_box_seal_open(out.data(), boxed.data(), boxed.size(), public_.data(),
                             secret_.view().data()) != 0) {
        wipe(out);
        return Refusal{Why::damaged, "a sealed box that was not made for this device"};
    }
    return out;
}

Result<Bytes> box_for(const PublicKey& to, ByteView bytes, Random& random) {
    require(!bytes.empty(), "nothing empty is sealed");
    sodium_ready();
    const Secret<32> once = Secret<32>::draw(random);
    Bytes out(box_overhead + bytes.size());
    const std::span<std::uint8_t> ephemeral = std::span(out).first(32);
    crypto_scalarmult_base(ephemeral.data(), once.view().data());
    const auto nonce = box_nonce(ephemeral, to);
    if (crypto_box_easy(out.data() + 32, bytes.data(), bytes.size(), nonce.data(), to.data(),
                        once.view().data()) != 0) {
        return Refusal{Why::invalid, "a public key that nobody can hold the secret of"};
    }
    return out;
}

}  // namespace wayside::crypto
