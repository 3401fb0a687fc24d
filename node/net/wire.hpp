// node/net/wire.hpp: a WebSocket over TLS over a connected socket, as calls that are answered
// later. The rest of the house need not know Beast, and does not wait for it to compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "node/net/channel.hpp"
#include "node/net/link_end.hpp"
#include "node/net/link_session.hpp"
#include "node/net/tls.hpp"

// Asio's own name for what a pointer to it takes.
namespace boost::asio {
class io_context;
}

namespace wayside::net {

/// One call of a kind (read, write, ask) may be under way at a time; several kinds may. Each is
/// answered exactly once, never before the call returns, on the thread that runs the io_context,
/// also after `drop`. After a refusal only `drop` makes sense.
class Wire {
  public:
    using Done = std::function<void(Result<std::size_t>)>;

    virtual ~Wire() = default;
    /// Both handshakes.
    virtual void open(Done done) = 0;
    /// Some bytes of the stream; where one message ends and the next begins is not told. Answers
    /// pings meanwhile, and refuses a text or a message beyond `most_message_bytes`.
    virtual void read(std::span<std::uint8_t> into, Done done) = 0;
    /// All of `bytes`, as one message. They must stay until it is answered.
    virtual void write(ByteView bytes, Done done) = 0;
    /// A ping.
    virtual void ask(Done done) = 0;
    /// Says the last word and hears the other end's. No write may be under way.
    virtual void close(Done done) = 0;
    /// At once, without a word.
    virtual void drop() = 0;

    /// Once open.
    [[nodiscard]] virtual ChannelBinding binding() const = 0;
    /// Bytes that have come to this machine on this connection, read or not.
    [[nodiscard]] virtual std::uint64_t bytes_come() const = 0;
};

/// Far beyond what we send (`most_write_bytes` of link.hpp); a stream of bytes needs no long ones.
constexpr std::size_t most_message_bytes = 64 * 1024;

/// Owners: whoever talks over it, and each call under way. `socket` is connected and nonblocking.
std::shared_ptr<Wire> wire_over(boost::asio::io_context& io, Descriptor socket, LinkSide side,
                                TlsHandle tls);

}  // namespace wayside::net
