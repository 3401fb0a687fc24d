#include "storage/base/bytes.hpp"

namespace wayside {

ByteView view_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view text_of(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string hex_of(ByteView bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 15U]);
    }
    return out;
}

namespace {

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// How many bytes the sequence at the start of `bytes` takes; 0 if it is not well-formed.
std::size_t utf8_length(ByteView bytes) {
    const std::uint8_t first = bytes[0];
    if (first < 0x80) return 1;
    const std::size_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first < 0xC2 || first > 0xF4 || bytes.size() < length) return 0;
    // The second byte's range excludes overlong forms, surrogates and what lies beyond U+10FFFF.
    const std::uint8_t low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const std::uint8_t high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (bytes[1] < low || bytes[1] > high) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (bytes[i] < 0x80 || bytes[i] > 0xBF) return 0;
    }
    return length;
}

}  // namespace

Result<Bytes> bytes_of_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return Refusal{Why::malformed, "hexadecimal of odd length"};
    Bytes out;
    out.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit_of(hex[i]);
        const int low = digit_of(hex[i + 1]);
        if (high < 0 || low < 0) return Refusal{Why::malformed, "not a hexadecimal digit"};
        out.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return out;
}

bool is_utf8(ByteView bytes) {
    while (!bytes.empty()) {
        const std::size_t length = utf8_length(bytes);
        if (length == 0) return false;
        bytes = bytes.subspan(length);
    }
    return true;
}

void ByteWriter::sized(ByteView bytes) {
    require(bytes.size() <= UINT32_MAX, "a sized field fits its 32-bit length");
    u32(static_cast<std::uint32_t>(bytes.size()));
    raw(bytes);
}

void ByteWriter::little(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

ByteView ByteReader::raw(std::size_t count) {
    if (count > rest_.size()) fail();
    if (failed_) return {};
    const ByteView out = rest_.first(count);
    rest_ = rest_.subspan(count);
    return out;
}

ByteView ByteReader::sized(std::size_t most) {
    const std::size_t count = u32();
    if (count > most) fail();
    return raw(count);
}

std::string ByteReader::text(std::size_t most) {
    const ByteView bytes = sized(most);
    if (!is_utf8(bytes)) fail();
    return failed_ ? std::string{} : std::string{text_of(bytes)};
}

std::uint64_t ByteReader::little(std::size_t bytes) {
    const ByteView from = raw(bytes);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < from.size(); ++i) value |= std::uint64_t{from[i]} << (8 * i);
    return value;
}

}  // namespace wayside
