// storage/crypto/sign.hpp: who said it (Ed25519, RFC 8032) and for whom it is (X25519 sealed
// boxes).
#pragma once

#include "storage/crypto/hash.hpp"
#include "storage/crypto/secret.hpp"

namespace wayside::crypto {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

/// A signing pair from a 32-byte seed.
class Signer {
  public:
    static Signer from_seed(const Secret<32>& seed);
    [[nodiscard]] const PublicKey& public_key() const { return public_; }
    [[nodiscard]] Signature sign(ByteView message) const;

  private:
    Signer() = default;

    Secret<64> secret_;
    PublicKey public_{};
};

/// False for a forged, altered or malformed signature, and for a public key of low order.
bool verify(const PublicKey& by, ByteView message, const Signature& signature);

/// An X25519 pair from a 32-byte seed (RFC 7748); opens what `box_for` made for its public half.
class BoxPair {
  public:
    static BoxPair from_seed(const Secret<32>& seed);
    [[nodiscard]] const PublicKey& public_key() const { return public_; }
    /// Refuses `damaged` for anything that was not made for this pair.
    [[nodiscard]] Result<Bytes> open(ByteView boxed) const;

  private:
    BoxPair() = default;

    Secret<32> secret_;
    PublicKey public_{};
};

/// The bytes of libsodium's crypto_box_seal, its ephemeral key drawn from `random`: readable by the
/// owner of `to` alone, from nobody in particular. 48 bytes longer than `bytes`, which is never
/// empty. Refuses `invalid` for a `to` of low order, which opens for everybody.
Result<Bytes> box_for(const PublicKey& to, ByteView bytes, Random& random);

}  // namespace wayside::crypto
