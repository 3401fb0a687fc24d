// tests/sync/session/meeting.hpp: two sessions on a link that has a rate, a delay and an end.
#pragma once

#include <deque>
#include <functional>

#include "tests/sync/session/member.hpp"

namespace wayside::sync::test {

struct LinkKind {
    std::int64_t one_way_ms = 0;
    std::int64_t bytes_a_second = 0;       ///< 0: no limit
    std::uint64_t cut_after = UINT64_MAX;  ///< bytes that arrive, both directions together
    std::size_t chunk = 1'000;
    ChannelBinding initiator_binding{};
    ChannelBinding acceptor_binding{};
};

/// What one side writes, on its way.
struct Lane {
    struct Flight {
        Timestamp arrives;
        Bytes bytes;
    };
    std::deque<Flight> flights;
    Timestamp free_at{0};
    std::uint64_t bytes = 0;  ///< that arrived
};

class Meeting {
  public:
    Meeting(Member& initiator, Member& acceptor, LinkKind link = {}, Options options = {},
            Options acceptor_options = {});

    /// Until both have nothing more to do, the link is cut, or this much time is over.
    void run(std::int64_t for_ms = 3'600'000);
    /// Both were told that something is new.
    void changed();
    [[nodiscard]] bool is_cut() const { return cut_; }
    [[nodiscard]] bool is_settled() const {
        return initiator.is_settled() && acceptor.is_settled();
    }

    LinkKind link;
    MemberStore initiator_store;
    MemberStore acceptor_store;
    Timestamp now{1'000};
    Session initiator;
    Session acceptor;
    Lane up;    ///< from the initiator
    Lane down;  ///< from the acceptor
    std::function<void()> after_each{};
    bool stays_open = false;  ///< `run` goes on to its end though both have nothing to do
    /// Changes bytes on their way; gives what arrives instead.
    std::function<Bytes(Bytes)> tamper_up{};

  private:
    bool write(Session& from, Lane& lane);
    bool deliver(Lane& lane, Session& to, bool is_up);
    bool step();

    bool cut_ = false;
    std::uint64_t arrived_ = 0;
};

}  // namespace wayside::sync::test
