#include "storage/ledger/head_rows.hpp"

#include "storage/ledger/row_scan.hpp"

namespace wayside::ledger {

namespace {

/// Columns 2 to 4.
Head head_of(const LogRow& log, const sqlite::Rows& at) {
    Head head;
    head.region = log.region;
    head.space = log.space;
    head.device = log.device;
    head.entry = {log.log, static_cast<std::uint64_t>(at.integer(2))};
    head.chain = at.array<32>(3).value_or(crypto::Hash32{});
    head.signature = at.array<64>(4).value_or(crypto::Signature{});
    return head;
}

}  // namespace

std::vector<Head> read_heads(sqlite::Database& database, const LogBook& book) {
    std::vector<Head> out;
    RowScan scan(database,
                 "SELECT rowid, log, sequence, chain, signature FROM head WHERE rowid > ?1 ORDER "
                 "BY rowid",
                 0);
    while (const sqlite::Rows* at = scan.next()) {
        const auto log = book.logs.find(at->integer(1));
        if (log != book.logs.end()) out.push_back(head_of(log->second, *at));
    }
    return out;
}

std::vector<Head> read_heads_of(sqlite::Database& database, const LogRow& log) {
    auto rows = database
                    .prepared(
                        "SELECT rowid, log, sequence, chain, signature FROM head WHERE log = ?1 "
                        "ORDER BY sequence")
                    .query(log.number);
    std::vector<Head> out;
    while (rows.next()) out.push_back(head_of(log, rows));
    return out;
}

void put_head(sqlite::Database& database, std::int64_t log, const Head& head) {
    database
        .prepared(
            "INSERT OR IGNORE INTO head (log, sequence, chain, signature) VALUES (?1, ?2, ?3, ?4)")
        .run(log, head.entry.sequence, head.chain, head.signature);
}

}  // namespace wayside::ledger
