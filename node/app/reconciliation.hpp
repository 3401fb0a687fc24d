// node/app/reconciliation.hpp: how this node meets others: who dials, who listens, and what a
// person is told of it.
#pragma once

#include "node/app/meeting.hpp"
#include "node/app/talk.hpp"
#include "sync/transport/carrier.hpp"

namespace wayside::app {

class Reconciliation {
  public:
    /// `meeting` and `random` (for the link thread alone) outlive it.
    Reconciliation(Meeting& meeting, Random& random);
    /// Ends all links; then nothing of it calls the desk any more.
    ~Reconciliation();
    Reconciliation(const Reconciliation&) = delete;
    Reconciliation& operator=(const Reconciliation&) = delete;

    /// Takes links from others. Throws MachineError where it cannot listen.
    net::Endpoint listen(const net::Endpoint& endpoint);
    /// Keeps a link to the region's hub.
    void dial(const net::Endpoint& hub);
    /// Cuts the link to the hub, or mends it: for practice.
    void set_link(bool is_open);
    /// What the ledger holds has grown. Any thread.
    void grown();
    void stop();

    /// Of the link to the hub; empty where nobody dials one.
    [[nodiscard]] std::optional<transport::Light> light() const;
    [[nodiscard]] bool is_cut() const;

  private:
    std::unique_ptr<transport::Carrier> make_carrier();
    void dial_now();
    std::unique_ptr<net::LinkSession> begin(const net::OpenedLink& link);
    void reach(net::LinkNumber link, std::function<void(sync::Session&, Timestamp)> act);

    Meeting& meeting_;
    Random& random_;
    mutable std::mutex mutex_;  // guards carrier_ and is_cut_; never held while a carrier stops
    /// Shared with whoever is just calling it.
    std::shared_ptr<transport::Carrier> carrier_;
    std::optional<net::Endpoint> hub_;
    bool is_cut_ = false;
};

}  // namespace wayside::app
