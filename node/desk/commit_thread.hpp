// node/desk/commit_thread.hpp: the storage thread, which owns the one writing connection.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "node/desk/mailbox.hpp"
#include "storage/ledger/batch.hpp"
#include "storage/ledger/ledger.hpp"

namespace wayside::desk {

/// How a commit ended.
struct CommitEnd {
    bool durable = false;
    std::optional<Refusal> refusal{};  ///< of what came from others; nothing of it was stored
    bool sync_failed =
        false;          ///< what the kernel holds is unknown: the process must end (design 6)
    std::string why{};  ///< for the log; names no patient
};

/// Commits one batch after another, and folds the ledger's log in while nobody waits. Whoever gave
/// a batch keeps it alive and untouched until `ended` was called for it.
class CommitThread {
  public:
    /// `ended` is called on the storage thread, once for each batch.
    CommitThread(ledger::Ledger& ledger, std::function<void(CommitEnd)> ended);
    /// Finishes what was given.
    ~CommitThread();
    CommitThread(const CommitThread&) = delete;
    CommitThread& operator=(const CommitThread&) = delete;

    void commit(const ledger::Batch& batch);

  private:
    void run();
    void fold();

    ledger::Ledger& ledger_;
    std::function<void(CommitEnd)> ended_;
    Mailbox<const ledger::Batch*> waiting_{2};
    std::thread thread_;
};

}  // namespace wayside::desk
