#include "node/net/call.hpp"

#include <utility>

#include "node/net/thin_socket.hpp"

namespace wayside::net {

Call::Call(boost::asio::io_context& io, std::chrono::milliseconds patience, Done done)
    : io_(io), patience_(patience), timer_(io), done_(std::move(done)) {}

void Call::begin(Lookup& lookup, const Endpoint& endpoint) {
    timer_.expires_after(patience_);
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
        if (error) return;
        const bool asked_nobody = self->sockets_.empty();
        self->end(refusal_of(asked_nobody ? LinkEnd::unknown_host : LinkEnd::no_answer));
    });
    lookup.find(endpoint, [weak = weak_from_this()](const Lookup::Addresses& addresses) {
        if (const auto self = weak.lock()) self->connect_all(addresses);
    });
}

void Call::connect_all(const Lookup::Addresses& addresses) {
    if (!done_) return;
    if (addresses.empty()) return end(refusal_of(LinkEnd::unknown_host));
    waiting_ = addresses.size();
    for (const auto& address : addresses) connect(address);
}

void Call::connect(const boost::asio::ip::tcp::endpoint& address) {
    auto& socket = *sockets_.emplace_back(std::make_unique<Socket>(io_.get_executor()));
    boost::system::error_code error;
    socket.open(address.protocol(), error);
    if (!error) tune_for_thin_link(socket.native_handle());
    socket.async_connect(
        address, [self = shared_from_this(), &socket](const boost::system::error_code& refused) {
            if (!self->done_) return;
            if (refused) return self->failed(refused);
            self->reached(socket);
        });
}

void Call::failed(const boost::system::error_code& error) {
    // Of several addresses, the one that came furthest says why.
    if (error == boost::asio::error::connection_refused) {
        furthest_ = LinkEnd::refused;
    } else if (error == boost::asio::error::timed_out && furthest_ != LinkEnd::refused) {
        furthest_ = LinkEnd::no_answer;
    }
    if (--waiting_ == 0) end(refusal_of(furthest_));
}

void Call::reached(Socket& socket) {
    boost::system::error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) return failed(error);
    const int number = socket.release(error);
    if (error) return failed(error);
    Connected connected{.socket = Descriptor(number), .remote = remote.address().to_string()};
    const Done done = std::exchange(done_, nullptr);
    let_go();
    done(&connected, nullptr);
}

void Call::end(const Refusal& refusal) {
    if (!done_) return;
    const Done done = std::exchange(done_, nullptr);
    let_go();
    done(nullptr, &refusal);
}

void Call::let_go() {
    timer_.cancel();
    boost::system::error_code ignored;  // nobody waits for them
    for (const auto& socket : sockets_) socket->close(ignored);
}

}  // namespace wayside::net
