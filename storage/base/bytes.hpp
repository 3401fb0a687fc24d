// storage/base/bytes.hpp: bytes, and the reader and writer that every format of ours is made with.
//
// All integers little-endian; text is a le32 length and UTF-8 bytes (formats.md, first paragraph).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.hpp"

namespace wayside {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The bytes of a text, borrowed.
ByteView view_of(std::string_view text);
/// The text of some bytes, borrowed; nothing is checked.
std::string_view text_of(ByteView bytes);
/// Lower-case hexadecimal.
std::string hex_of(ByteView bytes);
/// Refuses `malformed` for an odd length or another character; upper case is read too.
Result<Bytes> bytes_of_hex(std::string_view hex);
/// Well-formed UTF-8 (Unicode 15, table 3-7): no surrogates, nothing overlong.
bool is_utf8(ByteView bytes);

/// Appends to a growing buffer.
class ByteWriter {
  public:
    void u8(std::uint8_t value) { out_.push_back(value); }
    void u16(std::uint16_t value) { little(value, 2); }
    void u32(std::uint32_t value) { little(value, 4); }
    void u64(std::uint64_t value) { little(value, 8); }
    void i64(std::int64_t value) { little(static_cast<std::uint64_t>(value), 8); }
    void raw(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
    /// le32 length, then the bytes.
    void sized(ByteView bytes);
    /// le32 length, then the UTF-8.
    void text(std::string_view value) { sized(view_of(value)); }

    [[nodiscard]] std::size_t size() const { return out_.size(); }
    [[nodiscard]] const Bytes& bytes() const& { return out_; }
    Bytes take() { return std::move(out_); }

  private:
    void little(std::uint64_t value, int bytes);

    Bytes out_;
};

/// Reads a borrowed buffer. The first read past the end or over a limit makes it fail for good:
/// every later read gives zeros and empty views, so a decoder reads straight on and asks `failed()`
/// once, before it believes anything.
class ByteReader {
  public:
    explicit ByteReader(ByteView bytes) : rest_(bytes) {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(little(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(little(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(little(4)); }
    std::uint64_t u64() { return little(8); }
    std::int64_t i64() { return static_cast<std::int64_t>(little(8)); }
    /// Exactly `count` bytes, borrowed.
    ByteView raw(std::size_t count);
    /// le32 length, then so many bytes, borrowed; fails above `most`.
    ByteView sized(std::size_t most);
    /// As `sized`; fails for bytes that are not UTF-8.
    std::string text(std::size_t most);
    /// Exactly N bytes, copied.
    template <std::size_t N>
    std::array<std::uint8_t, N> array() {
        std::array<std::uint8_t, N> out{};
        const ByteView from = raw(N);
        for (std::size_t i = 0; i < from.size(); ++i) out[i] = from[i];
        return out;
    }

    void fail() { failed_ = true, rest_ = {}; }
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] std::size_t left() const { return rest_.size(); }
    [[nodiscard]] ByteView rest() const { return rest_; }
    /// Everything was read and nothing failed.
    [[nodiscard]] bool done() const { return !failed_ && rest_.empty(); }

  private:
    std::uint64_t little(std::size_t bytes);

    ByteView rest_;
    bool failed_ = false;
};

}  // namespace wayside
