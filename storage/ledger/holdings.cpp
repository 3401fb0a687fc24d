#include "storage/ledger/holdings.hpp"

#include <limits>
#include <set>

namespace wayside::ledger {

void Holdings::begin(const std::vector<HeldLog>& logs) {
    const std::lock_guard lock(mutex_);
    logs_.clear();
    for (const HeldLog& log : logs) logs_.insert_or_assign({log.space, log.mark.log}, log);
    has_begun_ = true;
}

bool Holdings::has_begun() const {
    const std::lock_guard lock(mutex_);
    return has_begun_;
}

Frontier Holdings::frontier(const SpaceId& space) const {
    const std::lock_guard lock(mutex_);
    std::map<LogId, DeviceId> devices;
    std::set<LogId> followed;
    const auto first = logs_.lower_bound({space, LogId{}});
    for (auto at = first; at != logs_.end() && at->first.first == space; ++at) {
        devices.emplace(at->first.second, at->second.device);
    }
    for (auto at = first; at != logs_.end() && at->first.first == space; ++at) {
        if (!at->second.follows) continue;
        const auto earlier = devices.find(at->second.follows->log);
        if (earlier != devices.end() && earlier->second == at->second.device) {
            followed.insert(earlier->first);
        }
    }
    Frontier out{space, {}, {}};
    std::vector<LogMark> ended;
    for (auto at = first; at != logs_.end() && at->first.first == space; ++at) {
        if (at->second.mark.sequence == 0) continue;
        (followed.contains(at->first.second) ? ended : out.logs).push_back(at->second.mark);
    }
    out.ended = hash_of_ended(std::move(ended));
    return out;
}

std::vector<LogMark> Holdings::marks(const SpaceId& space) const {
    const std::lock_guard lock(mutex_);
    std::vector<LogMark> out;
    for (auto at = logs_.lower_bound({space, LogId{}});
         at != logs_.end() && at->first.first == space; ++at) {
        if (at->second.mark.sequence > 0) out.push_back(at->second.mark);
    }
    return out;
}

std::optional<HeldLog> Holdings::find(const SpaceId& space, const LogId& log) const {
    const std::lock_guard lock(mutex_);
    const auto found = logs_.find({space, log});
    if (found == logs_.end()) return std::nullopt;
    return found->second;
}

std::vector<HeldLog> Holdings::forked() const {
    const std::lock_guard lock(mutex_);
    std::vector<HeldLog> out;
    for (const auto& [name, log] : logs_) {
        if (log.is_forked) out.push_back(log);
    }
    return out;
}

std::vector<HeldLog> Holdings::broken(const SpaceId& space, const DeviceId& device) const {
    const std::lock_guard lock(mutex_);
    std::vector<HeldLog> out;
    for (auto at = logs_.lower_bound({space, LogId{}});
         at != logs_.end() && at->first.first == space; ++at) {
        const HeldLog& each = at->second;
        const bool is_broken = each.last > each.mark.sequence && !each.is_forked;
        if (each.device == device && is_broken) out.push_back(each);
    }
    return out;
}

std::vector<HeldLog> Holdings::behind_damage(const SpaceId& space) const {
    const std::lock_guard lock(mutex_);
    std::vector<HeldLog> out;
    for (auto at = logs_.lower_bound({space, LogId{}});
         at != logs_.end() && at->first.first == space; ++at) {
        if (at->second.unreachable > 0) out.push_back(at->second);
    }
    return out;
}

std::optional<LogId> Holdings::follower(const SpaceId& space, const DeviceId& device,
                                        const LogId& log, std::uint64_t sequence) const {
    const std::lock_guard lock(mutex_);
    const HeldLog* best = nullptr;
    for (auto at = logs_.lower_bound({space, LogId{}});
         at != logs_.end() && at->first.first == space; ++at) {
        const HeldLog& each = at->second;
        if (each.device != device || !each.follows || each.mark.sequence == 0) continue;
        if (each.follows->log != log || each.follows->sequence < sequence) continue;
        if (best == nullptr || best->follows->sequence < each.follows->sequence) best = &each;
    }
    return best == nullptr ? std::nullopt : std::optional(best->mark.log);
}

Meeting meet(const HeldLog& held, const CheckedRange& checked) {
    const Range& range = checked.range();
    const LogMark& mark = held.mark;
    const bool same_writer =
        held.region == range.origin.region && held.device == range.origin.device;
    if (!same_writer) return Meeting::contradicts;
    if (held.is_forked && range.last() > mark.sequence) return Meeting::contradicts;
    if (range.first > mark.sequence + 1) return Meeting::after_gap;
    if (range.last() < mark.sequence) return Meeting::already_here;
    if (checked.chain_at(mark.sequence) != mark.chain) return Meeting::contradicts;
    return range.last() == mark.sequence ? Meeting::already_here : Meeting::continues;
}

Meeting Holdings::meet(const CheckedRange& checked) const {
    const Range& range = checked.range();
    const auto held = find(range.origin.space, range.origin.log);
    if (!held) return range.first == 1 ? Meeting::continues : Meeting::after_gap;
    return ledger::meet(*held, checked);
}

void Holdings::put(const HeldLog& log) {
    const std::lock_guard lock(mutex_);
    logs_.insert_or_assign({log.space, log.mark.log}, log);
}

}  // namespace wayside::ledger
