// node/net/call.hpp: one try to connect to a machine by any of its addresses.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "node/net/channel.hpp"
#include "node/net/link_end.hpp"
#include "node/net/lookup.hpp"

namespace wayside::net {

struct Connected {
    Descriptor socket;
    std::string remote;
};

/// Owners: whoever may abandon it, and each wait that is under way.
class Call final : public std::enable_shared_from_this<Call> {
  public:
    using Done = std::function<void(Connected*, const Refusal*)>;

    /// `done` is called once, with one of the two, never before `begin` or `abandon` is.
    Call(boost::asio::io_context& io, std::chrono::milliseconds patience, Done done);

    /// Asks `lookup` first; the patience counts from here.
    void begin(Lookup& lookup, const Endpoint& endpoint);
    /// Ends as `stopped`, if it has not ended yet.
    void abandon() { end(refusal_of(LinkEnd::stopped)); }

  private:
    using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp,
                                                    boost::asio::io_context::executor_type>;

    void connect_all(const Lookup::Addresses& addresses);
    void connect(const boost::asio::ip::tcp::endpoint& address);
    void failed(const boost::system::error_code& error);
    void reached(Socket& socket);
    void end(const Refusal& refusal);
    void let_go();

    boost::asio::io_context& io_;
    const std::chrono::milliseconds patience_;
    boost::asio::steady_timer timer_;
    Done done_;
    std::vector<std::unique_ptr<Socket>> sockets_;
    std::size_t waiting_ = 0;
    LinkEnd furthest_ = LinkEnd::unreachable;
};

}  // namespace wayside::net
