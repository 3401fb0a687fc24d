// node/desk/mailbox.hpp: how threads hand each other values: many put, one takes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace wayside::desk {

/// A bounded queue. Values come out in the order in which they went in.
template <class T>
class Mailbox {
  public:
    explicit Mailbox(std::size_t most) : most_(most) {}

    /// False, and nothing taken, when the box is full or closed.
    bool put(T& value) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_ || values_.size() >= most_) return false;
            values_.push_back(std::move(value));
        }
        arrived_.notify_one();
        return true;
    }
    /// As `put`, past the limit: for what must arrive, such as the end of a commit.
    void put_always(T value) {
        {
            const std::lock_guard lock(mutex_);
            values_.push_back(std::move(value));
        }
        arrived_.notify_one();
    }
    /// As `put_always`, before everything else that waits.
    void put_first(T value) {
        {
            const std::lock_guard lock(mutex_);
            values_.push_front(std::move(value));
        }
        arrived_.notify_one();
    }
    /// Waits for a value, however long.
    T take() {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [this] { return !values_.empty(); });
        return *pop();
    }
    /// A value if one comes within this time.
    std::optional<T> take_within(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        arrived_.wait_for(lock, time, [this] { return !values_.empty(); });
        return pop();
    }
    /// From now on only `put_always` puts; what is in still comes out.
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }

  private:
    std::optional<T> pop() {
        if (values_.empty()) return std::nullopt;
        std::optional<T> out(std::move(values_.front()));
        values_.pop_front();
        return out;
    }

    const std::size_t most_;
    std::mutex mutex_;  // guards values_ and closed_; held for a move of one value only
    std::condition_variable arrived_;
    std::deque<T> values_;
    bool closed_ = false;
};

}  // namespace wayside::desk
