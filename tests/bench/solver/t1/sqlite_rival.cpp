#include "tests/bench/solver/t1/sqlite_rival.hpp"

#include <algorithm>
#include <string>

namespace wayside::bench::t1 {

namespace {

std::int32_t up_to_grid(std::int32_t minute) {
    return (minute + grid_minutes - 1) / grid_minutes * grid_minutes;
}

/// ?1 from, ?2 minutes, ?3 the longest free span, ?4... the groups. Candidates come in order from
/// the table's key, so that the first that fits ends the search.
std::string statement_for(const char* candidates, std::size_t groups) {
    std::string sql = std::string("SELECT at FROM ") + candidates;
    for (std::size_t i = 0; i < groups; ++i) {
        sql += " AND EXISTS (SELECT 1 FROM free WHERE team = ?" + std::to_string(4 + i) +
               " AND begins BETWEEN at - ?3 AND at AND ends >= at + ?2)";
    }
    return sql + " ORDER BY at LIMIT 1";
}

}  // namespace

SqliteRival::SqliteRival(const RawWorld& world) : model_(sqlite::Database::in_memory()) {
    model_.execute(
        "CREATE TABLE free (team INTEGER, begins INTEGER, ends INTEGER, who INTEGER,"
        " PRIMARY KEY (team, begins, ends, who)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE beginning (at INTEGER PRIMARY KEY) STRICT;");
    sqlite::Transaction filling(model_);
    for (std::size_t i = 0; i < world.resources.size(); ++i) {
        for (const auto& [begin, end] : free_spans(world.resources[i])) {
            const std::int32_t first = up_to_grid(begin);
            if (first >= end) continue;
            longest_ = std::max(longest_, end - first);
            model_.prepared("INSERT INTO free VALUES (?1, ?2, ?3, ?4)")
                .run(world.resources[i].group, first, end, i);
            model_.prepared("INSERT OR IGNORE INTO beginning VALUES (?1)").run(first);
        }
    }
    filling.commit();
    model_.execute("ANALYZE");
}

std::optional<std::int32_t> SqliteRival::earliest_start(const RawQuery& query) {
    const auto& g = query.groups;
    // The earliest start is `from` or the beginning of somebody's free span: no other is tried.
    for (const char* candidates : {"(SELECT ?1 AS at) WHERE true", "beginning WHERE at > ?1"}) {
        auto& statement = model_.prepared(statement_for(candidates, g.size()));
        auto rows = g.size() == 4 ? statement.query(query.from, query.minutes, longest_, g[0], g[1],
                                                    g[2], g[3])
                                  : statement.query(query.from, query.minutes, longest_, g.at(0),
                                                    g.at(1), g.at(2), g.at(3), g.at(4));
        if (rows.next()) return static_cast<std::int32_t>(rows.integer(0));
    }
    return std::nullopt;
}

}  // namespace wayside::bench::t1
