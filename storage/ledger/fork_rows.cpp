#include "storage/ledger/fork_rows.hpp"

#include "storage/ledger/row_scan.hpp"
#include "storage/sqlite/migrations.hpp"

namespace wayside::ledger {

namespace {

constexpr int first_version_with_forks = 2;

}  // namespace

ForkRows read_forks(sqlite::Database& database, const LogBook& book) {
    ForkRows out;
    if (sqlite::version_of(database) < first_version_with_forks) return out;
    RowScan scan(database, "SELECT log, row FROM fork WHERE log > ?1 ORDER BY log", 0);
    while (const sqlite::Rows* at = scan.next()) {
        const auto log = book.logs.find(at->integer(0));
        if (log == book.logs.end()) {
            out.findings.push_back({{}, {}, 0, 0, "the fork of a log that is unknown"});
            continue;
        }
        Head of;
        of.region = log->second.region;
        of.space = log->second.space;
        of.device = log->second.device;
        of.entry.log = log->second.log;
        auto fork = decode_fork(log->first, of, at->blob(1));
        if (fork) {
            out.by_log.emplace(log->first, *fork);
        } else {
            out.findings.push_back({of.space, of.entry.log, 0, 0, fork.refusal().detail});
        }
    }
    if (!scan.unreadable().empty()) {
        out.findings.push_back({{}, {}, 0, 0, "the notes of forks cannot be read"});
    }
    return out;
}

void put_fork(sqlite::Database& database, std::int64_t log, const Fork& fork) {
    database.prepared("INSERT OR REPLACE INTO fork (log, row) VALUES (?1, ?2)")
        .run(log, encode_fork(log, fork));
}

}  // namespace wayside::ledger
