// node/net/connection.hpp: the thin shell that joins a Session to a socket.
#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "node/net/channel.hpp"
#include "node/net/session.hpp"

namespace wayside::net {

/// What a connection needs of its thread.
class ConnectionHost {
  public:
    virtual ~ConnectionHost() = default;
    /// A request that is to be handled now.
    virtual void handle(Exchange exchange, Request request) = 0;
    /// The connection is over; forget it.
    virtual void over(std::uint64_t connection) = 0;
    /// Something happened on a socket and is dealt with; called last.
    virtual void settle() = 0;
    /// Lent for one read; a quiet connection owns no buffer.
    virtual std::span<char> read_buffer() = 0;
    virtual boost::asio::io_context& io() = 0;
};

/// Owners: its thread's table, and each wait that is under way.
class Connection final : public std::enable_shared_from_this<Connection> {
  public:
    struct Client {
        std::uint64_t number;  ///< of the connection, never used twice
        Descriptor socket;
        std::string remote;
        bool counted;  ///< among the connections that the limit allows
    };

    /// `host` and `options` outlive it.
    Connection(ConnectionHost& host, const HttpOptions& options, Client client);

    /// Does all that can be done without waiting, then waits.
    void pump();
    /// New events may lie in the buffer that it follows.
    void events_came();
    void answer(std::uint64_t exchange, Answer answer);
    void turn_away(Response response);
    void tick(Session::Time now);
    void wind_up();
    void cut();

    [[nodiscard]] bool counted() const { return counted_; }

  private:
    /// Each says whether something moved, so that the others may go on.
    bool write_some();
    bool take_request();
    bool read_some();
    void wait_for_input();
    void wait_for_room();
    void finish();

    ConnectionHost& host_;
    const std::uint64_t number_;
    const std::string remote_;
    const bool counted_;
    boost::asio::posix::stream_descriptor socket_;
    std::unique_ptr<Channel> channel_;
    Session session_;
    bool readable_ = true;  ///< a read has not yet found nothing
    bool waiting_input_ = false;
    bool waiting_room_ = false;
    bool finished_ = false;
};

}  // namespace wayside::net
