#include "storage/ledger/answer_places.hpp"

#include "storage/ledger/row_scan.hpp"

namespace wayside::ledger {

namespace {
constexpr std::size_t fewest = 10'000;
}

void AnswerPlaces::follow(sqlite::Database& database) {
    if (places_.size() > most_) {
        places_.clear();
        last_ = 0;
    }
    const bool is_first = last_ == 0;
    // Past pages that cannot be read: their answers are lost, and the clinic goes on.
    RowScan scan(
        database,
        "SELECT number, request_key, sealing FROM answer WHERE number > ?1 ORDER BY number", last_);
    while (const sqlite::Rows* at = scan.next()) {
        last_ = at->integer(0);
        newest_sealing_ = at->integer(2);
        const auto key = at->array<32>(1);
        if (key) places_.insert_or_assign(*key, last_);
    }
    if (is_first) most_ = fewest + 2 * places_.size();
}

std::optional<std::int64_t> AnswerPlaces::find(const crypto::Hash32& request_key) const {
    const auto found = places_.find(request_key);
    if (found == places_.end()) return std::nullopt;
    return found->second;
}

}  // namespace wayside::ledger
