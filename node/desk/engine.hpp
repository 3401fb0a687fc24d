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
/// Nothing follows it but the end of the commit in flight.
struct Stop {};
using Work = std::variant<Given, Asked, CommitEnd, Stop>;

class Desk::Engine {
  public:
    explicit Engine(DeskParts parts);
    ~Engine();

    void put(Work work);

  private:
    using Steady = std::chrono::steady_clock;

    void run();
    void take(Work work);
    /// Of the space that was asked for; nullptr where it has no place at this desk.
    Judge* judge_of(const std::optional<SpaceId>& space);
    void settle(const CommitEnd& end);
    void send_if_free();
    void release(Group group);
    void fail(const std::string& why);
    [[nodiscard]] bool is_overloaded() const;

    DeskParts parts_;
    crypto::IdSource ids_;
    WallClock clock_;
    std::map<SpaceId, std::unique_ptr<Judge>> judges_;
    SpaceId first_;
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
