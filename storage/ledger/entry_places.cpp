#include "storage/ledger/entry_places.hpp"

#include <algorithm>

#include "storage/ledger/row_scan.hpp"

namespace wayside::ledger {

void EntryPlaces::catch_up(sqlite::Database& database) {
    RowScan scan(database,
                 "SELECT number, log, sequence FROM entry WHERE number > ?1 ORDER BY number",
                 last_number_);
    while (const sqlite::Rows* at = scan.next()) {
        last_number_ = at->integer(0);
        learn(at->integer(1), static_cast<std::uint64_t>(at->integer(2)), last_number_);
    }
}

void EntryPlaces::learn(std::int64_t log, std::uint64_t sequence, std::int64_t number) {
    auto& stretches = logs_[log];
    const auto after = std::ranges::upper_bound(stretches, sequence, {}, &Stretch::first);
    if (after != stretches.begin()) {
        Stretch& before = *std::prev(after);
        const std::uint64_t distance = sequence - before.first;
        if (distance < before.count) return;
        if (distance == before.count &&
            number == before.number + static_cast<std::int64_t>(before.count)) {
            ++before.count;
            return;
        }
    }
    stretches.insert(after, {sequence, 1, number});
}

void EntryPlaces::forget_from(std::int64_t number) {
    for (auto& [log, stretches] : logs_) {
        for (Stretch& stretch : stretches) {
            const std::int64_t kept = std::max<std::int64_t>(0, number - stretch.number);
            stretch.count = std::min(stretch.count, static_cast<std::uint64_t>(kept));
        }
        std::erase_if(stretches, [](const Stretch& stretch) { return stretch.count == 0; });
    }
    last_number_ = std::min(last_number_, number - 1);
}

std::optional<std::int64_t> EntryPlaces::number_of(std::int64_t log, std::uint64_t sequence) const {
    const auto found = logs_.find(log);
    if (found == logs_.end()) return std::nullopt;
    const auto after = std::ranges::upper_bound(found->second, sequence, {}, &Stretch::first);
    if (after == found->second.begin()) return std::nullopt;
    const Stretch& at = *std::prev(after);
    const std::uint64_t distance = sequence - at.first;
    if (distance >= at.count) return std::nullopt;
    return at.number + static_cast<std::int64_t>(distance);
}

std::uint64_t EntryPlaces::last_of(std::int64_t log) const {
    const auto found = logs_.find(log);
    if (found == logs_.end() || found->second.empty()) return 0;
    return found->second.back().first + found->second.back().count - 1;
}

}  // namespace wayside::ledger
