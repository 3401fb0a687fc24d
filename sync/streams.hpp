// sync/streams.hpp: values sorted by what they are, like with like, and read back in the same
// order; for this folder only.
//
// One walk over the values serves both directions: a value is written where the streams are being
// written, and filled in where they are read. So the two can never differ.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/bytes.hpp"

namespace wayside::sync {

class Streams {
  public:
    /// To be written.
    Streams() = default;
    /// To be read: what `take` gave, borrowed. Fails for anything else.
    explicit Streams(ByteView taken, ByteView random);

    [[nodiscard]] bool is_reading() const { return is_reading_; }
    void fail() { failed_ = true; }
    [[nodiscard]] bool failed() const { return failed_; }
    /// Everything was read and nothing failed.
    [[nodiscard]] bool done() const;

    /// A number, small ones in fewer bytes.
    void number(const std::string& stream, std::uint64_t& value);
    /// Bytes with their length, at most `most`.
    void sized(const std::string& stream, Bytes& value, std::size_t most);
    /// Bytes that nothing can make smaller.
    void random(std::span<std::uint8_t> value);
    /// Bytes that come again: a number that counts up in the order of their first appearance, and
    /// the bytes themselves once, in a stream of their own.
    void repeated(const std::string& stream, Bytes& value, std::size_t most);
    void repeated(const std::string& stream, std::string& value, std::size_t most);

    /// All streams in the order of their first use, their lengths before them.
    [[nodiscard]] Bytes take() const;
    [[nodiscard]] const Bytes& random_bytes() const { return random_written_.bytes(); }

  private:
    struct Stream {
        ByteWriter written;
        ByteReader read{{}};
        std::map<Bytes, std::uint64_t> numbers;  ///< of what was repeated, from 1
        std::vector<Bytes> known;
    };
    Stream& stream(const std::string& name);

    bool is_reading_ = false;
    bool failed_ = false;
    std::map<std::string, std::size_t> places_;
    std::vector<std::unique_ptr<Stream>> streams_;  ///< in the order of their first use
    std::vector<ByteView> unused_;                  ///< to be read, the next one last
    ByteWriter random_written_;
    ByteReader random_read_{{}};
};

}  // namespace wayside::sync
