// node/net/link_session.hpp: what talks over a link, without sockets: bytes in, bytes out and a
// deadline. A link is one encrypted connection between two machines of a region.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "storage/base/bytes.hpp"

namespace wayside::net {

/// What both ends of one connection know and no other does (TLS exporter, RFC 8446, 7.5; label
/// "EXPORTER-wayside-sync-1"). Who signs it proves to be at the other end, and not beyond a relay.
using ChannelBinding = std::array<std::uint8_t, 32>;

/// Never used twice by one `LinkThread`.
using LinkNumber = std::uint64_t;

enum class LinkSide { dialled, listened };

using LinkTime = std::chrono::steady_clock::time_point;

/// All calls come from the link's thread, one at a time. One that throws ends its link, and that
/// one alone.
class LinkSession {
  public:
    virtual ~LinkSession() = default;

    /// The next bytes of the stream; how they are cut up means nothing.
    virtual void received(ByteView bytes, LinkTime now) = 0;
    /// False: nothing is read for now, so that the other end has to wait (it is then not taken to
    /// be silent).
    [[nodiscard]] virtual bool wants_input() const { return true; }

    /// What is to be sent next, borrowed until the next call. Asked again after every other call.
    [[nodiscard]] virtual ByteView output(LinkTime now) = 0;
    /// The first `bytes` of it are on their way.
    virtual void wrote(std::size_t bytes, LinkTime now) = 0;

    /// When `tick` is to be called if nothing else happens; asked again after every other call.
    [[nodiscard]] virtual std::optional<LinkTime> deadline() const = 0;
    virtual void tick(LinkTime now) = 0;

    /// It has said its last word: the link closes once that has been sent.
    [[nodiscard]] virtual bool over() const = 0;
    /// Why it ended, if one side refused the other: such a peer is not dialled again at once.
    [[nodiscard]] virtual std::optional<Refusal> why() const { return std::nullopt; }

    /// The link is gone and the session goes next. `end.rule` is one of those of `link_end.hpp`.
    virtual void link_ended(const Refusal& end) = 0;
};

/// A link that has just opened. Nobody knows yet who is at the other end.
struct OpenedLink {
    LinkNumber number = 0;
    LinkSide side = LinkSide::listened;
    ChannelBinding binding{};
    std::string remote;  ///< the other end's address, for a person
    LinkTime now{};
};

/// Makes the session of a link; called on the link's thread. None: the link closes.
using LinkSessionFactory = std::function<std::unique_ptr<LinkSession>(const OpenedLink&)>;

}  // namespace wayside::net
