// node/net/link_thread.hpp: one thread, its event loop, and the links that live on it.
//
//     LinkThread links({});
//     const Endpoint bound = links.listen({"0.0.0.0", 8462}, [&](const OpenedLink& link) {
//         return std::make_unique<MySession>(link.binding);
//     });
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "node/net/link_options.hpp"
#include "node/net/link_session.hpp"
#include "node/net/listener.hpp"

namespace wayside::net {

class LinkThread {
  public:
    /// Throws MachineError if the machine can make no key.
    explicit LinkThread(LinkOptions options);
    /// Stops if nobody did.
    ~LinkThread();

    /// Listens when it returns. From any thread. Throws MachineError if it cannot.
    Endpoint listen(const Endpoint& endpoint, LinkSessionFactory factory);

    /// One try; the host may be a name. `ended` is called once, on the thread: the link could not
    /// be opened, or was and is over. All addresses of a name are tried at once, the first that
    /// answers is taken.
    struct Dial {
        Endpoint endpoint;
        LinkSessionFactory factory;
        std::function<void(const Refusal& end)> ended;
    };
    void dial(Dial dial);

    /// From any thread, once: `came` is called on the thread when the machine's network may have
    /// come up (`network_watch.hpp`).
    void watch_network(std::function<void()> came);

    /// From any thread: runs `task` on the thread. Dropped after `stop`.
    void post(std::function<void()> task);
    /// The same `delay` later.
    void after(std::chrono::milliseconds delay, std::function<void()> task);
    /// From any thread: runs `act` with that link's session if it is still there, then sends what
    /// came of it.
    void let(LinkNumber link, std::function<void(LinkSession&, LinkTime)> act);
    /// With each session that there is.
    void let_all(std::function<void(LinkSession&, LinkTime)> act);

    /// Links with a session, for a person; from any thread.
    [[nodiscard]] std::size_t open_links() const;

    /// Ends every link, listener and try and joins the thread: within a second, whatever is under
    /// way. Sessions are told `stopped`. Not from the thread itself. Later calls do nothing.
    void stop();

  private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace wayside::net
