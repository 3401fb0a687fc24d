#include "storage/ledger/own_logs.hpp"

#include <algorithm>

#include "storage/ledger/entry_pass.hpp"

namespace wayside::ledger {

namespace {

struct Row {
    std::uint64_t sequence = 0;
    std::int64_t sealing = 0;
    std::optional<crypto::Hash32> chain;
    Bytes sealed;
};

/// At most two, the last first.
std::vector<Row> last_rows(sqlite::Database& database, std::int64_t log) {
    auto rows = database
                    .prepared(
                        "SELECT sequence, sealing, chain, sealed FROM entry WHERE log = ?1 "
                        "ORDER BY number DESC LIMIT 2")
                    .query(log);
    std::vector<Row> out;
    while (rows.next()) {
        out.push_back({static_cast<std::uint64_t>(rows.integer(0)), rows.integer(1),
                       rows.array<32>(2), rows.blob(3)});
    }
    return out;
}

LastEntry last_of_pass(sqlite::Database& database, const LogRow& log) {
    LastEntry out{log, 0, log.previous, false};
    EntryPass pass(database, nullptr);
    while (const auto entry = pass.next()) {
        if (entry->space != log.space || entry->name.log != log.log) continue;
        out.sequence = entry->name.sequence;
        out.chain = entry->chain;
    }
    return out;
}

bool agrees(const LogBook& book, const LogRow& log, const Row& last,
            const crypto::Hash32& previous) {
    const auto sealing = book.sealings.find(last.sealing);
    if (sealing == book.sealings.end() || !last.chain) return false;
    const Bytes context = entry_context(log, last.sequence, sealing->second, previous);
    return crypto::chain_hash(previous, context, last.sealed) == *last.chain;
}

}  // namespace

LastEntry last_entry(sqlite::Database& database, const LogBook& book, const LogRow& log) {
    std::vector<Row> rows;
    try {
        rows = last_rows(database, log.number);
    } catch (const sqlite::StorageError& error) {
        if (error.cause() != sqlite::Cause::corrupt) throw;
        return last_of_pass(database, log);
    }
    LastEntry out{log, 0, log.previous, false};
    if (rows.empty()) return out;
    out.sequence = rows[0].sequence;
    out.chain = rows[0].chain.value_or(crypto::Hash32{});
    const auto previous = rows.size() == 2 ? rows[1].chain : log.previous;
    out.agrees = previous && agrees(book, log, rows[0], *previous);
    // A damaged last row is judged with all before it: its sequence may be what is damaged.
    return out.agrees ? out : last_of_pass(database, log);
}

std::map<SpaceId, LastEntry> last_of_device(sqlite::Database& database, const LogBook& book,
                                            const DeviceId& device) {
    std::map<SpaceId, const LogRow*> newest;
    for (const auto& [number, log] : book.logs) {
        if (log.device == device) newest[log.space] = &log;
    }
    std::map<SpaceId, LastEntry> out;
    for (const auto& [space, log] : newest) {
        out.emplace(space, last_entry(database, book, *log));
    }
    return out;
}

std::vector<Finding> held_against(const Marker& marker, sqlite::Database& database,
                                  const LogBook& book) {
    std::vector<Finding> out;
    for (const SpaceMark& mark : marker.spaces) {
        const auto log = std::ranges::find_if(book.logs, [&](const auto& row) {
            return row.second.space == mark.space && row.second.log == mark.log;
        });
        std::uint64_t stored = 0;
        crypto::Hash32 chain{};
        if (log != book.logs.end()) {
            const LastEntry last = last_entry(database, book, log->second);
            stored = last.sequence;
            chain = last.chain;
        }
        if (stored < mark.sequence) {
            out.push_back({mark.space, mark.log, stored + 1, mark.sequence,
                           "lost: the marker knows it, and it is not stored"});
        } else if (stored == mark.sequence && chain != mark.chain) {
            out.push_back({mark.space, mark.log, stored, stored,
                           "not the entry that the marker knows under this sequence"});
        }
    }
    return out;
}

}  // namespace wayside::ledger
