// node/net/server.hpp: listens, speaks HTTP/1.1 and Server-Sent Events, and hands requests over.
//
//     Server server({.listen = {"127.0.0.1", 0}}, [&](Request request, Responder responder) {
//         desk.push({std::move(request), std::move(responder)});   // answered there, later
//     });
//     std::cout << "listening http://" << server.bound().text() << "\n";
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "node/net/listener.hpp"
#include "node/net/session.hpp"

namespace wayside::net {

/// Called on a network thread (several at once, if there are several): it must not block. It
/// answers at once or hands the responder on. If it throws, the client gets 503 and `complain`
/// hears why.
using Handler = std::function<void(Request, Responder)>;

struct ServerOptions {
    Endpoint listen{.host = "127.0.0.1", .port = 0};
    std::size_t threads = 1;  ///< network threads
    HttpOptions http{};
    /// For a person's log; holds nothing that a client sent. Called on a network thread.
    std::function<void(const std::string&)> complain = [](const std::string&) {};
};

class Server {
  public:
    /// Listens and serves when it returns. Throws MachineError if it cannot listen.
    Server(ServerOptions options, Handler handler);
    /// Stops if nobody did.
    ~Server();

    /// Where it listens, as numbers.
    [[nodiscard]] const Endpoint& bound() const;
    /// Connections that are open now, streams too; those turned away are not counted.
    [[nodiscard]] std::size_t connections() const;

    /// Takes no more connections and requests, sends answers in flight for at most `stop_time`,
    /// ends the streams, joins its threads. Whoever still has to answer must not wait for this call
    /// meanwhile. Once; later calls do nothing.
    void stop();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace wayside::net
