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

/// From the byte that a format carries; refuses `unsupported` for any other.
Result<Suite> suite_of(std::uint8_t byte);

/// What a key is used for; each purpose has a subkey of its own, so that nothing sealed for one
/// opens as another.
enum class Purpose { entry, package, value, wrap, snapshot, answer, digest };

/// The most that is sealed at once, and the longest context; far above every limit of a format.
constexpr std::size_t most_sealed_bytes = std::size_t{1} << 30U;

/// The subkey of a purpose: H(64, "wayside seal", key, suite || purpose padded with zeros to 15 B).
Secret<64> subkey(const Key& key, Suite suite, Purpose purpose);

/// How many bytes sealing adds: 24, or 16 for purpose value and for suite 2.
std::size_t tag_bytes(Suite suite, Purpose purpose);

/// tag || ciphertext. `bytes` is never empty and, like the context, not above
/// `most_sealed_bytes` (promises of ours). Deterministic.
Bytes seal(const Key& key, Suite suite, Purpose purpose, ByteView context, ByteView bytes);

/// Refuses `damaged` if the tag does not agree; until it does nobody sees the opened bytes. Refuses
/// `malformed` for fewer bytes than a tag and one, `too_large` above `most_sealed_bytes`.
Result<Bytes> open(const Key& key, Suite suite, Purpose purpose, ByteView context, ByteView sealed);

/// key id = H(32, "wayside key id", key, ""). A key that does not give the id that a context names
/// is refused.
Hash32 key_id(const Key& key);

}  // namespace wayside::crypto
