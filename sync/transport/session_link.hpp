// sync/transport/session_link.hpp: a sync session as links carry it.
//
//     carrier.dial(hub, [&](const net::OpenedLink& link) {
//         sync::Session session(identity, store, options, link.binding, side_of(link.side),
//                               session_time(link.now));
//         return std::make_unique<SessionLink>(std::move(session), [](const Refusal&) {});
//     });
#pragma once

#include <functional>

#include "node/net/link_session.hpp"
#include "sync/session.hpp"

namespace wayside::transport {

/// A link's time as a session reads it: milliseconds of the same clock.
Timestamp session_time(net::LinkTime time);

/// Who dialled is the initiator.
sync::Side side_of(net::LinkSide side);

class SessionLink final : public net::LinkSession {
  public:
    /// Called once, on the link's thread, when the link is gone: with what the session says, or
    /// with one of `node/net/link_end.hpp`.
    using Ended = std::function<void(const Refusal& end)>;

    SessionLink(sync::Session session, Ended ended)
        : session_(std::move(session)), ended_(std::move(ended)) {}

    /// On the link's thread only: within `Carrier::let`, or a call of its store.
    [[nodiscard]] sync::Session& session() { return session_; }

    void received(ByteView bytes, net::LinkTime now) override;
    [[nodiscard]] ByteView output(net::LinkTime) override { return session_.output(); }
    void wrote(std::size_t bytes, net::LinkTime now) override;
    [[nodiscard]] std::optional<net::LinkTime> deadline() const override;
    void tick(net::LinkTime now) override;
    [[nodiscard]] bool over() const override { return session_.ended(); }
    [[nodiscard]] std::optional<Refusal> why() const override { return session_.why(); }
    void link_ended(const Refusal& end) override { ended_(end); }

  private:
    sync::Session session_;
    Ended ended_;
};

}  // namespace wayside::transport
