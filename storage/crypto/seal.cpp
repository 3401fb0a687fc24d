#include "storage/crypto/seal.hpp"

#include <sodium.h>

#include <algorithm>

#include "storage/crypto/aes_siv.hpp"
#include "storage/crypto/sodium_ready.hpp"

namespace wayside::crypto {

namespace {

constexpr std::string_view seal_person = "wayside seal";

std::string_view name_of(Purpose purpose) {
    switch (purpose) {
        case Purpose::entry:
            return "entry";
        case Purpose::package:
            return "package";
        case Purpose::value:
            return "value";
        case Purpose::wrap:
            return "wrap";
        case Purpose::snapshot:
            return "snapshot";
        case Purpose::answer:
            return "answer";
        case Purpose::digest:
            return "digest";
    }
    return {};
}

using Nonce = std::array<std::uint8_t, crypto_stream_xchacha20_NONCEBYTES>;

/// Suite 1's tag, of `bytes_in_tag` bytes, padded with zeros to a nonce.
Nonce tag_of(const Secret<64>& keys, std::size_t bytes_in_tag, ByteView context, ByteView bytes) {
    ByteWriter context_length;
    context_length.u64(context.size());
    Nonce tag{};
    hash(std::span(tag).first(bytes_in_tag), seal_person, keys.view().first(32),
         {context_length.bytes(), context, bytes});
    return tag;
}

/// XChaCha20 is its own inverse.
void xchacha20(const Secret<64>& keys, const Nonce& nonce, ByteView from,
               std::span<std::uint8_t> to) {
    sodium_ready();
    crypto_stream_xchacha20_xor(to.data(), from.data(), from.size(), nonce.data(),
                                keys.view().subspan(32).data());
}

Result<Bytes> open_suite_1(const Secret<64>& keys, std::size_t bytes_in_tag, ByteView context,
                           ByteView sealed) {
    const ByteView claimed = sealed.first(bytes_in_tag);
    const ByteView coded = sealed.subspan(bytes_in_tag);
    Nonce nonce{};
    std::copy(claimed.begin(), claimed.end(), nonce.begin());
    Bytes out(coded.size());
    xchacha20(keys, nonce, coded, out);
    const Nonce tag = tag_of(keys, bytes_in_tag, context, out);
    if (!equal(claimed, std::span(tag).first(bytes_in_tag))) {
        wipe(out);
        return Refusal{Why::damaged, "the seal does not agree with its key, context and bytes"};
    }
    return out;
}

}  // namespace

Result<Suite> suite_of(std::uint8_t byte) {
    if (byte == 1) return Suite::blake2b_xchacha20;
    if (byte == 2) return Suite::aes_256_siv;
    return Refusal{Why::unsupported, "a suite that this software does not know"};
}

Secret<64> subkey(const Key& key, Suite suite, Purpose purpose) {
    std::array<std::uint8_t, 16> message{};
    message[0] = static_cast<std::uint8_t>(suite);
    const std::string_view name = name_of(purpose);
    std::copy(name.begin(), name.end(), message.begin() + 1);
    Secret<64> out;
    hash(out.writable(), seal_person, key.view(), {message});
    return out;
}

std::size_t tag_bytes(Suite suite, Purpose purpose) {
    return suite == Suite::blake2b_xchacha20 && purpose != Purpose::value ? 24 : 16;
}

Bytes seal(const Key& key, Suite suite, Purpose purpose, ByteView context, ByteView bytes) {
    require(!bytes.empty(), "nothing empty is sealed");
    require(bytes.size() <= most_sealed_bytes && context.size() <= most_sealed_bytes,
            "what is sealed at once has a limit");
    const Secret<64> keys = subkey(key, suite, purpose);
    if (suite == Suite::aes_256_siv) return siv_seal(keys.view(), {context}, bytes);

    const std::size_t bytes_in_tag = tag_bytes(suite, purpose);
    const Nonce tag = tag_of(keys, bytes_in_tag, context, bytes);
    Bytes out(bytes_in_tag + bytes.size());
    std::copy_n(tag.begin(), bytes_in_tag, out.begin());
    xchacha20(keys, tag, bytes, std::span(out).subspan(bytes_in_tag));
    return out;
}

Result<Bytes> open(const Key& key, Suite suite, Purpose purpose, ByteView context,
                   ByteView sealed) {
    const std::size_t bytes_in_tag = tag_bytes(suite, purpose);
    if (sealed.size() <= bytes_in_tag) {
        return Refusal{Why::malformed, "shorter than a tag and one byte"};
    }
    if (sealed.size() - bytes_in_tag > most_sealed_bytes || context.size() > most_sealed_bytes) {
        return Refusal{Why::too_large, "more than is ever sealed at once"};
    }
    const Secret<64> keys = subkey(key, suite, purpose);
    if (suite == Suite::aes_256_siv) return siv_open(keys.view(), {context}, sealed);
    return open_suite_1(keys, bytes_in_tag, context, sealed);
}

Hash32 key_id(const Key& key) {
    return hash<32>("wayside key id", key.view(), {});
}

}  // namespace wayside::crypto
