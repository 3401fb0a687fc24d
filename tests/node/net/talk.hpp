// tests/node/net/talk.hpp: a session that says and hears what a test wants, watched from the test's
// own thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "node/net/link_session.hpp"

namespace wayside::net::test {

/// Shared by a session and the test that watches it; outlives the link.
class Talk {
  public:
    bool echo = false;                     ///< says again what it hears
    std::size_t most_waiting = 64 * 1024;  ///< an echo that nobody hears stops listening here
    std::size_t endless = 0;               ///< says so many bytes more than it was told to
    std::optional<Refusal> why;            ///< what the session says of its end
    std::function<void(ByteView)> on_heard = [](ByteView) {};

    std::atomic<bool> listens{true};
    std::atomic<bool> over{false};
    std::atomic<std::size_t> heard_bytes{0};
    std::atomic<std::size_t> said_bytes{0};
    std::atomic<std::size_t> most_unsaid{0};
    std::atomic<int> opened{0};

    void say(std::string_view words);
    [[nodiscard]] std::string heard() const;
    [[nodiscard]] std::optional<Refusal> end() const;
    [[nodiscard]] std::string end_name() const;
    [[nodiscard]] ChannelBinding binding() const;
    [[nodiscard]] LinkNumber number() const;

  private:
    friend class TalkSession;

    /// Guards all below.
    mutable std::mutex mutex_;
    Bytes waiting_;
    std::string heard_;
    std::optional<Refusal> end_;
    OpenedLink link_;
};

/// A session for each link, all seen as the one `talk`.
LinkSessionFactory sessions_of(std::shared_ptr<Talk> talk);

}  // namespace wayside::net::test
