#include "node/desk/commit_thread.hpp"

#include <spdlog/spdlog.h>

#include "storage/sqlite/storage_error.hpp"

namespace wayside::desk {

namespace {

/// Longer than a screen that sends one command after another takes to send the next.
constexpr std::chrono::milliseconds quiet{20};

CommitEnd commit_one(ledger::Ledger& ledger, const ledger::Batch& batch) {
    try {
        const auto stored = ledger.receive(batch);
        if (!stored)
            return {.durable = false, .refusal = stored.refusal(), .why = stored.refusal().detail};
        return {.durable = true};
    } catch (const sqlite::StorageError& error) {
        return {.durable = false,
                .sync_failed = error.cause() == sqlite::Cause::sync,
                .why = error.what()};
    } catch (const MachineError& error) {
        return {.durable = false, .why = error.what()};
    }
}

}  // namespace

CommitThread::CommitThread(ledger::Ledger& ledger, std::function<void(CommitEnd)> ended)
    : ledger_(ledger), ended_(std::move(ended)), thread_([this] { run(); }) {}

CommitThread::~CommitThread() {
    waiting_.put_always(nullptr);
    thread_.join();
}

void CommitThread::commit(const ledger::Batch& batch) {
    const ledger::Batch* given = &batch;
    require(waiting_.put(given), "the desk gives the storage thread one batch at a time");
}

void CommitThread::run() {
    for (bool is_folded = true;;) {
        auto next = is_folded ? std::optional(waiting_.take()) : waiting_.take_within(quiet);
        if (!next) {
            fold();
            is_folded = true;
            continue;
        }
        const ledger::Batch* batch = *next;
        if (batch == nullptr) return;
        ended_(commit_one(ledger_, *batch));
        is_folded = false;
    }
}

/// What is committed stands in the log; whoever comes next hears from the ledger if the disk broke.
void CommitThread::fold() {
    try {
        ledger_.fold();
    } catch (const MachineError& error) {
        spdlog::error("the ledger's log could not be folded in: {}", error.what());
    }
}

}  // namespace wayside::desk
