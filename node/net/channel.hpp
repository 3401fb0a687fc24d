// node/net/channel.hpp: bytes to and from one client, over whatever lies between.
//
// It works on a descriptor that does not block: a step does what it can and says what to wait for.
// TLS is another Channel over the same descriptor (its handshake happens inside `read` and
// `write`), so nothing above has to know.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace wayside::net {

/// Owns a file descriptor.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool open() const { return number_ >= 0; }
    int release();

  private:
    int number_;
};

/// How far a step came. With no bytes, `then` says what to wait for, or that it is over.
struct Step {
    enum class Then { again, when_readable, when_writable, ended, broken };
    std::size_t bytes = 0;
    Then then = Then::again;
};

class Channel {
  public:
    virtual ~Channel() = default;
    /// `ended`: the client sends no more, but may still read.
    virtual Step read(std::span<char> into) = 0;
    /// Both pieces in one go.
    virtual Step write(std::string_view first, std::string_view second) = 0;
    /// Says that we send no more.
    virtual void shut() = 0;
    /// Whatever is still under way is dropped when the descriptor closes.
    virtual void abandon() = 0;
};

/// Plain TCP. `descriptor` outlives it.
std::unique_ptr<Channel> plain_channel(int descriptor);

}  // namespace wayside::net
