// storage/crypto/secret.hpp: bytes that must not outlive their use.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "storage/base/random.hpp"
#include "storage/base/result.hpp"

namespace wayside::crypto {

/// N secret bytes: not copyable, wiped on destruction and on move, never printed. Compared in
/// constant time.
template <std::size_t N>
class Secret {
  public:
    Secret() = default;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret(Secret&& other) noexcept : bytes_(other.bytes_) { other.wipe(); }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            bytes_ = other.bytes_;
            other.wipe();
        }
        return *this;
    }
    ~Secret() { wipe(); }

    static Secret draw(Random& random) {
        Secret out;
        random.fill(out.bytes_);
        return out;
    }
    /// A copy of exactly N bytes; refuses `malformed` for another length.
    static Result<Secret> from(ByteView raw) {
        if (raw.size() != N) return Refusal{Why::malformed, "a key of another length"};
        Secret out;
        for (std::size_t i = 0; i < N; ++i) out.bytes_[i] = raw[i];
        return out;
    }
    /// A second owner of the same bytes, said aloud.
    [[nodiscard]] Secret clone() const {
        Secret out;
        out.bytes_ = bytes_;
        return out;
    }

    [[nodiscard]] ByteView view() const { return bytes_; }
    std::span<std::uint8_t> writable() { return bytes_; }

  private:
    void wipe() noexcept;

    std::array<std::uint8_t, N> bytes_{};
};

/// Overwrites memory in a way that the compiler keeps (sodium_memzero).
void wipe(std::span<std::uint8_t> bytes) noexcept;
/// Constant time in the lengths' common part; unequal lengths are unequal.
bool equal(ByteView a, ByteView b);

template <std::size_t N>
void Secret<N>::wipe() noexcept {
    crypto::wipe(bytes_);
}

using Key = Secret<32>;

}  // namespace wayside::crypto
