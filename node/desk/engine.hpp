// node/desk/engine.hpp: the desk thread: judges what waits, hands groups to the storage thread,
// lets answers go.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <thread>
#include <variant>

#include "node/desk/commit_thread.hpp"
#include "node/desk/judge.hpp"

namespace wayside::desk {

struct Given {
    Call call;
    Reply reply;
};
struct Asked {
    Question question;
    Reply reply;
};
struct Arrived {
    Incoming incoming;
    Stored stored;
};
struct Opened {
    Tenant tenant;
};
struct Noted {
    ledger::NewSetting setting;
};
/// Nothing follows it but the end of the commit in flight.
struct Stop {};
using Work = std::variant<Given, Asked, Arrived, Opened, Noted, HeldElsewhere, CommitEnd, Stop>;

class Desk::Engine {
  public:
    explicit Engine(DeskParts parts);
    ~Engine();

    void put(Work work);

  private:
    using Steady = std::chrono::steady_clock;

    void run();
    void take(Work work);
    void take_one(Given given);
    void take_one(Asked asked);
    void take_one(Arrived arrived);
    void take_one(Opened opened);
    void take_one(Noted noted);
    void take_one(HeldElsewhere there);
    void take_one(const CommitEnd& end) { settle(end); }
    void take_one(Stop) { is_stopping_ = true; }
    /// Of the space that was asked for; nullptr where it has no place at this desk.
    Judge* judge_of(const std::optional<SpaceId>& space);
    void settle(const CommitEnd& end);
    void send_if_free();
    /// What was said of entries that we lost, once nothing is in hand.
    void settle_lost();
    void send(Group group);
    /// What came first from others, shown to the shelf; empty where it was refused at once, or was
    /// here already.
    std::optional<Group> take_in();
    Result<void> take_in(ledger::CheckedRange range, Group& group);
    void release(Group group);
    void fail(const CommitEnd& end);
    void end_forked();
    [[nodiscard]] bool is_overloaded() const;

    DeskParts parts_;
    crypto::IdSource ids_;
    WallClock clock_;
    std::map<SpaceId, std::unique_ptr<Judge>> judges_;
    /// Where forked logs end, as far as the judges know.
    std::map<SpaceId, std::vector<ledger::LogMark>> forks_;
    SpaceId first_;
    std::deque<Arrived> arrivals_;
    std::map<std::string, Bytes> notes_;          ///< settings that the next commit carries along
    std::map<SpaceId, HeldElsewhere> elsewhere_;  ///< said, and not looked at yet
    bool is_arrivals_turn_ = false;  ///< commands were sent last while something had arrived
    Mailbox<Work> waiting_;
    Group open_;       ///< being judged
    Group in_flight_;  ///< at the storage thread
    bool is_writing_ = false;
    bool is_stopping_ = false;
    Steady::time_point sent_at_;
    CommitThread storage_;
    std::thread thread_;
};

}  // namespace wayside::desk
