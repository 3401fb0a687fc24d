#include "tests/bench/solver/t1/minute_check.hpp"

namespace wayside::bench::t1 {

MinuteCheck::MinuteCheck(const RawWorld& world) : members_(world.groups) {
    for (std::size_t i = 0; i < world.resources.size(); ++i) {
        members_[world.resources[i].group].push_back(i);
        auto& table = in_the_way_.emplace_back(horizon_minutes, 1);
        for (const auto& [begin, end] : world.resources[i].open) {
            for (std::int32_t at = begin; at < end; ++at) table[static_cast<std::size_t>(at)] = 0;
        }
        for (const auto& [begin, end] : world.resources[i].busy) book(i, begin, end);
    }
}

std::optional<std::int32_t> MinuteCheck::earliest_start(const RawQuery& query) const {
    for (std::int32_t at = query.from; at + query.minutes <= horizon_minutes; at += grid_minutes) {
        bool is_start = at % grid_minutes == 0;
        for (const std::size_t group : query.groups) {
            bool is_one_free = false;
            for (const std::size_t who : members_[group]) {
                is_one_free = is_one_free || is_free(who, at, at + query.minutes);
            }
            is_start = is_start && is_one_free;
            if (!is_start) break;
        }
        if (is_start) return at;
    }
    return std::nullopt;
}

bool MinuteCheck::is_free(std::size_t resource, std::int32_t begin, std::int32_t end) const {
    for (std::int32_t at = begin; at < end; ++at) {
        if (in_the_way_[resource][static_cast<std::size_t>(at)] != 0) return false;
    }
    return true;
}

void MinuteCheck::book(std::size_t resource, std::int32_t begin, std::int32_t end) {
    for (std::int32_t at = begin; at < end; ++at) {
        ++in_the_way_[resource][static_cast<std::size_t>(at)];
    }
}

void MinuteCheck::cancel(std::size_t resource, std::int32_t begin, std::int32_t end) {
    for (std::int32_t at = begin; at < end; ++at) {
        --in_the_way_[resource][static_cast<std::size_t>(at)];
    }
}

}  // namespace wayside::bench::t1
