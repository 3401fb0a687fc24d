// node/net/mailbox.hpp: how other threads reach a network thread.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "node/net/responder.hpp"

namespace wayside::net {

/// Answers on their way, and word that events were published. It owns the thread's io_context: a
/// responder may outlive the server, and what it still says must find something to be said to.
class Mailbox final : public AnswerSink, public EventListener {
  public:
    struct Letter {
        Exchange exchange;
        Answer answer;
    };

    /// To be set before `io` runs; called on the thread that runs it.
    struct Owner {
        std::function<void()> letters_came;
        std::function<void()> events_came;
    };
    void belong_to(Owner owner) { owner_ = std::move(owner); }

    boost::asio::io_context& io() { return io_; }
    /// Called on the thread that runs `io`: its own letters need no wake-up, as it looks for them
    /// before it waits again.
    void live_here() { home_ = std::this_thread::get_id(); }

    void deliver(const Exchange& exchange, Answer answer) override;
    void events_published() override;
    /// All letters since last time.
    std::vector<Letter> take();
    /// From any thread: runs `task` on the thread that runs `io`.
    void run_there(std::function<void()> task);

  private:
    boost::asio::io_context io_{1};
    Owner owner_;
    std::atomic<std::thread::id> home_;
    std::atomic<bool> events_waiting_{false};
    /// Guards `letters_`; held only to move them.
    std::mutex mutex_;
    std::vector<Letter> letters_;
};

}  // namespace wayside::net
