#include "storage/base/id.hpp"

namespace wayside {

namespace {

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";

}  // namespace

std::string base32_of(ByteView bytes) {
    std::string out;
    out.reserve((bytes.size() * 8 + 4) / 5);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        held = (held << 8U) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out.push_back(alphabet[(held >> bits) & 31U]);
        }
    }
    if (bits > 0) out.push_back(alphabet[(held << (5 - bits)) & 31U]);
    return out;
}

Result<Bytes> bytes_of_base32(std::string_view text) {
    Bytes out;
    out.reserve(text.size() * 5 / 8);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) {
            return Refusal{Why::malformed, "not a letter of lower-case base32"};
        }
        held = (held << 5U) | static_cast<std::uint32_t>(value);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<std::uint8_t>(held >> bits));
        }
    }
    if (bits >= 5 || (held & ((1U << bits) - 1U)) != 0) {
        return Refusal{Why::malformed, "base32 that no whole number of bytes gives"};
    }
    return out;
}

}  // namespace wayside
