#include "node/net/mailbox.hpp"

#include <boost/asio/post.hpp>

namespace wayside::net {

void Mailbox::deliver(const Exchange& exchange, Answer answer) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = letters_.empty();
        letters_.push_back({exchange, std::move(answer)});
    }
    // One wake-up for all that come before the thread has looked.
    if (!first || std::this_thread::get_id() == home_.load()) return;
    boost::asio::post(io_, [this] { owner_.letters_came(); });
}

void Mailbox::events_published() {
    if (events_waiting_.exchange(true)) return;
    boost::asio::post(io_, [this] {
        events_waiting_ = false;
        owner_.events_came();
    });
}

std::vector<Mailbox::Letter> Mailbox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(letters_, {});
}

void Mailbox::run_there(std::function<void()> task) {
    boost::asio::post(io_, std::move(task));
}

}  // namespace wayside::net
