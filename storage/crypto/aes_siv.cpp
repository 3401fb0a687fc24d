#include "storage/crypto/aes_siv.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <climits>
#include <memory>

#include "storage/crypto/secret.hpp"

namespace wayside::crypto {

namespace {

constexpr std::size_t siv_tag_bytes = 16;

struct FreeCipher {
    void operator()(EVP_CIPHER* cipher) const noexcept { EVP_CIPHER_free(cipher); }
};
struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using CipherHandle = std::unique_ptr<EVP_CIPHER, FreeCipher>;
using ContextHandle = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

enum class Direction { opening = 0, sealing = 1 };

/// A fetch walks OpenSSL's providers under a lock and costs more than a short seal, so each cipher
/// is fetched once.
const EVP_CIPHER& cipher_for(std::size_t key_bytes) {
    require(key_bytes == 32 || key_bytes == 64, "AES-SIV has a key of 32 or 64 bytes");
    static const CipherHandle aes_128{EVP_CIPHER_fetch(nullptr, "AES-128-SIV", nullptr)};
    static const CipherHandle aes_256{EVP_CIPHER_fetch(nullptr, "AES-256-SIV", nullptr)};
    const CipherHandle& cipher = key_bytes == 32 ? aes_128 : aes_256;
    if (!cipher) throw MachineError("this OpenSSL has no AES-SIV, which suite 2 needs");
    return *cipher;
}

/// OpenSSL takes lengths as `int`, and a null pointer for an empty string as "no string".
int length_of(ByteView bytes) {
    require(bytes.size() <= INT_MAX, "AES-SIV is given less than 2 GiB");
    return static_cast<int>(bytes.size());
}
const std::uint8_t* start_of(ByteView bytes) {
    static constexpr std::uint8_t nothing = 0;
    return bytes.empty() ? &nothing : bytes.data();
}

void expect(int answer) {
    if (answer != 1) throw MachineError("OpenSSL refused to run AES-SIV");
}

/// Keyed and fed with the associated strings; the text comes next.
ContextHandle begin(Direction direction, ByteView key, ByteView tag,
                    std::initializer_list<ByteView> associated) {
    const EVP_CIPHER& cipher = cipher_for(key.size());
    ContextHandle context{EVP_CIPHER_CTX_new()};
    if (!context) throw MachineError("OpenSSL has no memory for a cipher");
    expect(EVP_CipherInit_ex2(context.get(), &cipher, key.data(), nullptr,
                              static_cast<int>(direction), nullptr));
    if (direction == Direction::opening) {
        std::array<std::uint8_t, siv_tag_bytes> copy{};
        std::copy(tag.begin(), tag.end(), copy.begin());
        expect(
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, siv_tag_bytes, copy.data()));
    }
    for (const ByteView string : associated) {
        int taken = 0;
        expect(
            EVP_CipherUpdate(context.get(), nullptr, &taken, start_of(string), length_of(string)));
    }
    return context;
}

}  // namespace

Bytes siv_seal(ByteView key, std::initializer_list<ByteView> associated, ByteView bytes) {
    require(!bytes.empty(), "nothing empty is sealed");
    const ContextHandle context = begin(Direction::sealing, key, {}, associated);
    Bytes out(siv_tag_bytes + bytes.size());
    int written = 0;
    expect(EVP_EncryptUpdate(context.get(), out.data() + siv_tag_bytes, &written, bytes.data(),
                             length_of(bytes)));
    int rest = 0;
    expect(EVP_EncryptFinal_ex(context.get(), out.data() + siv_tag_bytes + written, &rest));
    expect(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, siv_tag_bytes, out.data()));
    return out;
}

Result<Bytes> siv_open(ByteView key, std::initializer_list<ByteView> associated, ByteView sealed) {
    if (sealed.size() <= siv_tag_bytes) {
        return Refusal{Why::malformed, "shorter than a tag and one byte"};
    }
    const ByteView coded = sealed.subspan(siv_tag_bytes);
    const ContextHandle context =
        begin(Direction::opening, key, sealed.first(siv_tag_bytes), associated);
    Bytes out(coded.size());
    int written = 0;
    int rest = 0;
    const bool agrees = EVP_DecryptUpdate(context.get(), out.data(), &written, coded.data(),
                                          length_of(coded)) == 1 &&
                        EVP_DecryptFinal_ex(context.get(), out.data() + written, &rest) == 1;
    if (!agrees) {
        wipe(out);
        return Refusal{Why::damaged, "the seal does not agree with its key, context and bytes"};
    }
    return out;
}

}  // namespace wayside::crypto
