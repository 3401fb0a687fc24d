// node/net/network_thread.hpp: one thread, one io_context, the connections that live on it.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

#include "node/net/connection.hpp"
#include "node/net/listener.hpp"
#include "node/net/mailbox.hpp"
#include "node/net/server.hpp"

namespace wayside::net {

/// How many connections the whole server has; shared by its threads.
using ConnectionCount = std::atomic<std::size_t>;

class NetworkThread final : public ConnectionHost {
  public:
    /// All three references outlive it.
    struct Surroundings {
        const ServerOptions& options;
        const Handler& handler;
        ConnectionCount& connections;
    };

    /// Serves `listener` from a thread of its own.
    NetworkThread(Surroundings surroundings, Descriptor listener);
    /// After `begin_stop`.
    ~NetworkThread() override;

    /// From any thread, once; `join` then waits for the end.
    void begin_stop();
    void join();

    void handle(Exchange exchange, Request request) override;
    void over(std::uint64_t connection) override;
    void settle() override;
    std::span<char> read_buffer() override { return buffer_; }
    boost::asio::io_context& io() override { return mailbox_->io(); }

  private:
    void run();
    void wait_for_clients();
    void take_clients();
    void take(Accepted accepted);
    void events_came();
    void arm_sweep();
    void sweep();
    void stop_here();
    void end_if_empty();
    std::vector<std::shared_ptr<Connection>> everyone() const;

    const ServerOptions& options_;
    const Handler& handler_;
    ConnectionCount& connections_;
    /// Owners: this thread, and responders and event buffers that may still write to it.
    std::shared_ptr<Mailbox> mailbox_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::posix::stream_descriptor listener_;
    boost::asio::steady_timer sweep_timer_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> table_;
    std::vector<char> buffer_;
    std::uint64_t next_number_ = 1;
    std::size_t turned_away_ = 0;
    bool sweeping_ = false;
    bool starved_ = false;
    bool stopping_ = false;
    Session::Time stop_at_{};
    std::thread thread_;
};

}  // namespace wayside::net
