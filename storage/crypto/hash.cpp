#include "storage/crypto/hash.hpp"

#include <sodium.h>

#include "storage/crypto/secret.hpp"
#include "storage/crypto/sodium_ready.hpp"

namespace wayside::crypto {

namespace {

Bytes le32_length(ByteView of) {
    ByteWriter writer;
    writer.u32(static_cast<std::uint32_t>(of.size()));
    return writer.take();
}

}  // namespace

void hash(std::span<std::uint8_t> out, std::string_view person, ByteView key,
          std::initializer_list<ByteView> parts) {
    require(!out.empty() && out.size() <= 64, "a BLAKE2b digest has 1 to 64 bytes");
    require(key.size() <= 64, "a BLAKE2b key has at most 64 bytes");
    require(person.size() <= crypto_generichash_blake2b_PERSONALBYTES,
            "a BLAKE2b person has at most 16 bytes");
    sodium_ready();
    std::array<std::uint8_t, crypto_generichash_blake2b_PERSONALBYTES> padded{};
    padded.fill(' ');
    for (std::size_t i = 0; i < person.size(); ++i) {
        padded[i] = static_cast<std::uint8_t>(person[i]);
    }

    crypto_generichash_blake2b_state state;
    const int begun = crypto_generichash_blake2b_init_salt_personal(
        &state, key.data(), key.size(), out.size(), nullptr, padded.data());
    require(begun == 0, "BLAKE2b takes these lengths");
    for (const ByteView part : parts) {
        if (!part.empty()) crypto_generichash_blake2b_update(&state, part.data(), part.size());
    }
    crypto_generichash_blake2b_final(&state, out.data(), out.size());
    // The state of a keyed hash is as good as its key.
    sodium_memzero(&state, sizeof state);
}

std::array<std::uint8_t, 16> derive_id(const LogId& log, std::uint64_t n) {
    ByteWriter number;
    number.u64(n);
    return hash<16>("wayside id", {}, {log.bytes, number.bytes()});
}

Hash32 chain_hash(const Hash32& previous, ByteView context, ByteView sealed) {
    require(context.size() <= UINT32_MAX && sealed.size() <= UINT32_MAX,
            "what is chained has a length of 32 bits");
    const Bytes context_length = le32_length(context);
    const Bytes sealed_length = le32_length(sealed);
    return hash<32>("wayside chain", {},
                    {previous, context_length, context, sealed_length, sealed});
}

}  // namespace wayside::crypto
