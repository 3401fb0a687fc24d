#include "storage/ledger/row_scan.hpp"

#include <limits>

namespace wayside::ledger {

namespace {

constexpr std::int64_t end_of_numbers = std::numeric_limits<std::int64_t>::max();
/// No table of ours has more rows than this behind one unreadable page.
constexpr std::int64_t widest_skip = std::int64_t{1} << 40;

bool waiting_helps(const sqlite::StorageError& error) {
    return error.cause() == sqlite::Cause::busy;
}

}  // namespace

RowScan::RowScan(sqlite::Database& database, std::string_view sql, std::int64_t after)
    : database_(database), sql_(sql), last_(after) {}

const sqlite::Rows* RowScan::next() {
    Step at = begun_ ? step() : probe(last_);
    begun_ = true;
    while (at == Step::damaged) {
        if (!skip()) return nullptr;
        at = probe(last_);
    }
    if (at == Step::end) return nullptr;
    last_ = rows_->integer(0);
    return &*rows_;
}

RowScan::Step RowScan::step() {
    try {
        if (!rows_->next()) return Step::end;
        // A page that points back would otherwise be walked again.
        return rows_->integer(0) > last_ ? Step::row : Step::damaged;
    } catch (const sqlite::StorageError& error) {
        if (waiting_helps(error)) throw;
        return Step::damaged;
    }
}

RowScan::Step RowScan::probe(std::int64_t after) {
    try {
        rows_.reset();
        if (!statement_) statement_.emplace(database_.prepare(sql_));
        rows_.emplace(statement_->query(after));
    } catch (const sqlite::StorageError& error) {
        if (waiting_helps(error)) throw;
        return Step::damaged;
    }
    return step();
}

/// Moves `last_` to the first number behind the damage from which reading works again.
bool RowScan::skip() {
    const std::int64_t after = last_;
    std::int64_t bad = last_;
    std::int64_t distance = 1;
    Step at = Step::damaged;
    for (; distance <= widest_skip && at == Step::damaged; distance *= 2) {
        if (after > end_of_numbers - distance) break;
        at = probe(after + distance);
        if (at == Step::damaged) bad = after + distance;
    }
    if (at == Step::damaged) {
        rows_.reset();
        unreadable_.push_back({after, end_of_numbers});
        return false;
    }
    std::int64_t good = after + distance / 2;
    while (good - bad > 1) {
        const std::int64_t middle = bad + (good - bad) / 2;
        (probe(middle) == Step::damaged ? bad : good) = middle;
    }
    unreadable_.push_back({after, good + 1});
    last_ = good;
    return true;
}

}  // namespace wayside::ledger
