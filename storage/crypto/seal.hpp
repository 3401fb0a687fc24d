// storage/crypto/seal.hpp: sealing without nonces (SIV: Rogaway and Shrimpton 2006; formats.md,
// "Seal").
//
// Nothing repeats but what is equal, whatever is cloned, restored or badly random.
#pragma once

#include "storage/crypto/hash.hpp"
#include "storage/crypto/secret.hpp"

namespace wayside::crypto {

enum class Suite : std::uint8_t {
    blake2b_xchacha20 = 1,
    aes_256_siv = 2,  ///< RFC 5297, for regions whose policy says AES
};

enum class Purpose { entry, package, value, wrap, snapshot, answer, digest };

/// The subkey of a purpose: H(64, "wayside seal", key, suite || purpose padded with zeros to 15 B).
Secret<64> subkey(const Key& key, Suite suite, Purpose purpose);

/// How many bytes sealing adds: 24, or 16 for purpose value and for suite 2.
std::size_t tag_bytes(Suite suite, Purpose purpose);

/// tag || ciphertext. `bytes` is never empty (a promise of ours). Deterministic.
Bytes seal(const Key& key, Suite suite, Purpose purpose, ByteView context, ByteView bytes);

/// Refuses `damaged` if the tag does not agree; until it does nobody sees the opened bytes. Refuses
/// `malformed` for fewer bytes than a tag and one.
Result<Bytes> open(const Key& key, Suite suite, Purpose purpose, ByteView context, ByteView sealed);

/// key id = H(32, "wayside key id", key, ""). A key that does not give the id that a context names
/// is refused.
Hash32 key_id(const Key& key);

}  // namespace wayside::crypto
