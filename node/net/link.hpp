// node/net/link.hpp: the thin shell that joins a LinkSession to a wire.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "node/net/link_options.hpp"
#include "node/net/link_session.hpp"
#include "node/net/pulse.hpp"
#include "node/net/wire.hpp"

namespace wayside::net {

/// A record of TLS is worth nothing until its last byte has come, so one is about a packet: what a
/// cut destroys and what the frames cost is then 5 % at 9.6 kbit/s and a cut every 20 s.
constexpr std::size_t most_write_bytes = 1'400;

/// What a link needs of its thread.
class LinkHost {
  public:
    virtual ~LinkHost() = default;
    /// The link has a session now.
    virtual void opened() = 0;
    /// The link is over; forget it. `opened`: it had a session.
    virtual void over(LinkNumber number, const Refusal& end, bool opened) = 0;
    virtual boost::asio::io_context& io() = 0;
    virtual const LinkOptions& options() const = 0;
};

/// Owners: its thread's table, and each call that is under way.
class Link final : public std::enable_shared_from_this<Link> {
  public:
    struct Start {
        LinkNumber number = 0;
        LinkSide side = LinkSide::listened;
        std::string remote;
        std::shared_ptr<Wire> wire;  ///< shared with the calls under way
        LinkSessionFactory factory;
    };

    /// `host` outlives it.
    Link(LinkHost& host, Start start);

    /// Both handshakes, then the session.
    void open();
    /// Runs `act` if there is a session, then sends what came of it.
    void let(const std::function<void(LinkSession&, LinkTime)>& act);
    void cut(const Refusal& end);

    /// Past the handshakes, with a session.
    [[nodiscard]] bool opened() const { return session_ != nullptr; }

  private:
    void begin_session();
    void guarded(const std::function<void(LinkTime)>& act);
    void pump();
    void write_some(LinkTime now);
    void read_some();
    void close_if_over(LinkTime now);
    void ask(LinkTime now);
    void arm();
    void look_at_clock();
    [[nodiscard]] LinkTime due() const;

    LinkHost& host_;
    Start start_;
    boost::asio::steady_timer timer_;
    std::unique_ptr<LinkSession> session_;
    Pulse pulse_;
    std::uint64_t bytes_come_ = 0;
    Bytes incoming_;
    Bytes outgoing_;
    std::optional<LinkTime> give_up_at_;  ///< while a handshake or the last word is under way
    std::optional<LinkTime> armed_for_;
    bool reading_ = false;
    bool writing_ = false;
    bool asking_ = false;
    bool closing_ = false;
    bool finished_ = false;
};

}  // namespace wayside::net
