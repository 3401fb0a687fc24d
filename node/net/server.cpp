#include "node/net/server.hpp"

#include <utility>

#include "node/net/network_thread.hpp"

namespace wayside::net {

struct Server::Parts {
    ServerOptions options;
    Handler handler;
    Endpoint bound;
    ConnectionCount connections{0};
    std::vector<std::unique_ptr<NetworkThread>> threads;
};

Server::Server(ServerOptions options, Handler handler) : parts_(std::make_unique<Parts>()) {
    Listeners listeners = listen_on(options.listen, options.threads);
    parts_->options = std::move(options);
    parts_->handler = std::move(handler);
    parts_->bound = listeners.bound;
    for (Descriptor& socket : listeners.sockets) {
        const NetworkThread::Surroundings surroundings{.options = parts_->options,
                                                       .handler = parts_->handler,
                                                       .connections = parts_->connections};
        parts_->threads.push_back(std::make_unique<NetworkThread>(surroundings, std::move(socket)));
    }
}

Server::~Server() {
    stop();
}

const Endpoint& Server::bound() const {
    return parts_->bound;
}

std::size_t Server::connections() const {
    return parts_->connections;
}

void Server::stop() {
    for (const auto& thread : parts_->threads) thread->begin_stop();
    parts_->threads.clear();
}

}  // namespace wayside::net
