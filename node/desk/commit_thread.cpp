#include "node/desk/commit_thread.hpp"

#include "storage/sqlite/storage_error.hpp"

namespace wayside::desk {

namespace {

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
    while (const ledger::Batch* batch = waiting_.take()) ended_(commit_one(ledger_, *batch));
}

}  // namespace wayside::desk
