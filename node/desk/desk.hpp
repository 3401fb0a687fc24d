// node/desk/desk.hpp: the pipeline of a command: who may, gather the facts, decide, commit, answer
// (design 2, 6, 12).
//
// One thread decides, one writes. Commands that wait together are judged in order, each with those
// before it already in the read model, and share one commit; answers, refusals, views and events of
// a group leave once it is durable. One group is judged while one is written.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "node/desk/answer.hpp"
#include "node/desk/incoming.hpp"
#include "node/desk/lost_logs.hpp"
#include "node/desk/tenant.hpp"

namespace wayside::ledger {
class Ledger;
class LedgerReader;
}  // namespace wayside::ledger

namespace wayside::desk {

struct Call {
    std::string command;
    std::string subject;  ///< the id in the path; may be empty
    Json body;
    Asker asker;
    std::string idempotency_key;
    std::optional<Timestamp> now;    ///< sandbox only: moves the wall clock forward first
    std::optional<SpaceId> space{};  ///< whose; the desk's first tenant where it is not said
};

struct Question {
    std::string view;
    std::string subject;
    Parameters parameters;
    Asker asker;
    std::optional<Timestamp> now;    ///< sandbox only
    std::optional<SpaceId> space{};  ///< as a call's
};

/// Called once, on the desk thread.
using Reply = std::function<void(Answer)>;

/// What a desk works with; all of it outlives the desk.
struct DeskParts {
    std::vector<Tenant> tenants;  ///< at least one, each with a space of its own
    ledger::Ledger& ledger;       ///< used on the storage thread alone from now on
    ledger::LedgerReader& reader;
    LogId start;  ///< this start's log: ids are derived from it
    MovableClock& clock;
    Random& random;
    std::function<void(const std::vector<Event>&)>
        publish;  ///< called on the desk thread, after the commit
    /// More entries are durable than before; called on the desk thread. May be empty.
    std::function<void()> grown{};
    /// Ends the process at once (design 6): after a failed fsync, or where its machine runs twice.
    std::function<void(const std::string& why)> give_up;
};

class Desk {
  public:
    explicit Desk(DeskParts parts);
    /// Answers what waits with `unavailable`, finishes the commit in flight, and joins its threads.
    ~Desk();
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Gives a command. Refuses (through `reply`) `not_found` for an unknown name, `forbidden` by
    /// role, `invalid` for a missing key, `conflict` by rule, `unavailable` when the disk does not
    /// keep up or the commit failed; a known key with another body: `invalid`, rule `key_reused`.
    /// Thread-safe.
    void give(Call call, Reply reply);
    /// Asks a view. Thread-safe.
    void ask(Question question, Reply reply);
    /// Takes what came from others, in the order given. Entries of spaces without a tenant are kept
    /// and shown to nobody. Thread-safe.
    void take(Incoming incoming, Stored stored);
    /// From now on this space has a place here, too. Thread-safe.
    void open(Tenant tenant);
    /// Settings that a later commit carries along; lost if none comes. Thread-safe.
    void note(ledger::NewSetting setting);
    /// What everybody else of the space has, each by its own word since this start: what waits here
    /// for entries of ours that nobody has any more, or lies behind one in its log so that it can
    /// be given to nobody, is written again (Shelf::write_again), once. Where this start has built
    /// on it already, it is kept for the next one to do. Thread-safe.
    void settle_lost(HeldElsewhere there);

  private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

}  // namespace wayside::desk
