// node/app/talk.hpp: a session on a link.
#pragma once

#include "node/app/node_store.hpp"
#include "node/net/link_session.hpp"

namespace wayside::app {

/// How a talk reaches itself later, from any thread.
using ReachTalk =
    std::function<void(net::LinkNumber, std::function<void(sync::Session&, Timestamp)>)>;

class Talk final : public net::LinkSession {
  public:
    /// `meeting` outlives it. `to`: whom a dialler wants to meet.
    Talk(Meeting& meeting, const net::OpenedLink& link, std::optional<DeviceId> to,
         const ReachTalk& reach);
    ~Talk() override;

    void received(ByteView bytes, net::LinkTime now) override;
    [[nodiscard]] ByteView output(net::LinkTime now) override;
    void wrote(std::size_t bytes, net::LinkTime now) override;
    [[nodiscard]] std::optional<net::LinkTime> deadline() const override;
    void tick(net::LinkTime now) override;
    [[nodiscard]] bool over() const override { return session_.ended(); }
    [[nodiscard]] std::optional<Refusal> why() const override { return session_.why(); }
    void link_ended(const Refusal& end) override;

    /// Runs an act of another thread on the session.
    void act(const std::function<void(sync::Session&, Timestamp)>& act, net::LinkTime now);

  private:
    void look_at_peer();

    Meeting& meeting_;
    std::string remote_;
    NodeStore store_;
    sync::Session session_;
    std::optional<DeviceId> peer_;  ///< as the report knows it
};

}  // namespace wayside::app
