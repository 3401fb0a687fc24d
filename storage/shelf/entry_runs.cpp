#include "storage/shelf/entry_runs.hpp"

#include <iterator>

namespace wayside::shelf {

void EntryRuns::add(const ledger::EntryName& name) {
    if (contains(name)) return;
    Runs& runs = logs_[name.log];
    std::uint64_t first = name.sequence;
    std::uint64_t last = name.sequence;
    const auto after = runs.upper_bound(first);
    if (after != runs.end() && after->first == last + 1) {
        last = after->second;
        runs.erase(after);
    }
    const auto next = runs.upper_bound(first);
    if (next != runs.begin() && std::prev(next)->second + 1 == first) {
        first = std::prev(next)->first;
    }
    runs[first] = last;
}

void EntryRuns::remove(const ledger::EntryName& name) {
    if (!contains(name)) return;
    Runs& runs = logs_[name.log];
    const auto run = std::prev(runs.upper_bound(name.sequence));
    const auto [first, last] = *run;
    runs.erase(run);
    if (first < name.sequence) runs[first] = name.sequence - 1;
    if (name.sequence < last) runs[name.sequence + 1] = last;
}

bool EntryRuns::contains(const ledger::EntryName& name) const {
    const auto log = logs_.find(name.log);
    if (log == logs_.end()) return false;
    const auto after = log->second.upper_bound(name.sequence);
    return after != log->second.begin() && std::prev(after)->second >= name.sequence;
}

}  // namespace wayside::shelf
