// sync/transport/carrier.hpp: carries sessions over links: a listener at the hub, a dialler at the
// clinic that comes back by itself. Knows nothing of what is said.
//
//     Carrier carrier({}, wall);
//     carrier.dial({"hub.example", 8462}, [&](const net::OpenedLink& link) {
//         auto session = std::make_unique<MySession>(link.number, link.binding);
//         return session;
//     });
//     carrier.let(number, [session, ticket](net::LinkSession&, net::LinkTime now) {
//         session->stored(ticket, now);   // alive: `let` skips links that are gone
//     });
#pragma once

#include <functional>
#include <memory>

#include "node/net/link_thread.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/random.hpp"
#include "sync/transport/backoff.hpp"
#include "sync/transport/light.hpp"

namespace wayside::transport {

class Dialler;

struct CarrierOptions {
    net::LinkOptions links{};
    BackoffTimes backoff{};
};

class Carrier {
  public:
    /// `wall` (for the light only) and `random` (jitter) outlive it; `random` is used on the link
    /// thread alone. Throws MachineError.
    Carrier(CarrierOptions options, const Clock& wall, Random& random);
    /// Stops if nobody did.
    ~Carrier();

    /// Listens when it returns. Throws MachineError if it cannot. Once.
    net::Endpoint listen(const net::Endpoint& endpoint, net::LinkSessionFactory factory);
    /// From now on there is one link to `endpoint`, or a try, or a rest before the next. Once.
    void dial(const net::Endpoint& endpoint, net::LinkSessionFactory factory);

    /// From any thread: runs `act` on the link thread with that link's session if it is still
    /// there, then sends what came of it.
    void let(net::LinkNumber link, std::function<void(net::LinkSession&, net::LinkTime)> act);
    /// With each session that there is: `changed`.
    void let_all(std::function<void(net::LinkSession&, net::LinkTime)> act);
    /// A person asks: does not wait out a rest. It does so by itself when the kernel says that the
    /// machine's network came up. From any thread.
    void try_now();

    /// Of the dialler. From any thread.
    [[nodiscard]] Light light() const;
    /// Links with a session. From any thread.
    [[nodiscard]] std::size_t open_links() const;

    /// Within a second, whatever is under way. Sessions are told `stopped`.
    void stop();

  private:
    // In this order: the links stop, and then nobody calls the dialler any more.
    std::unique_ptr<net::LinkThread> links_;
    std::unique_ptr<Dialler> dialler_;
};

}  // namespace wayside::transport
