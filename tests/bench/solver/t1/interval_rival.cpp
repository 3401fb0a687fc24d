#include "tests/bench/solver/t1/interval_rival.hpp"

#include <algorithm>

namespace wayside::bench {

namespace {

/// The starts that a group allows: every interval's, cut by the length, sorted and joined.
Intervals starts_of(const std::vector<Intervals>& resources,
                    const std::vector<std::uint32_t>& group, std::int32_t length, std::int32_t from,
                    std::int32_t to) {
    Intervals all;
    for (const std::uint32_t one : group) {
        const Intervals& free = resources[one];
        auto at =
            std::lower_bound(free.begin(), free.end(), from,
                             [](const auto& span, std::int32_t t) { return span.second <= t; });
        for (; at != free.end() && at->first < to; ++at) {
            const std::int32_t begin = std::max(at->first, from);
            const std::int32_t end = std::min(at->second - length + 1, to);
            if (begin < end) all.emplace_back(begin, end);
        }
    }
    std::sort(all.begin(), all.end());
    Intervals out;
    for (const auto& span : all) {
        if (!out.empty() && span.first <= out.back().second) {
            out.back().second = std::max(out.back().second, span.second);
        } else {
            out.push_back(span);
        }
    }
    return out;
}

Intervals intersection(const Intervals& a, const Intervals& b) {
    Intervals out;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const std::int32_t begin = std::max(a[i].first, b[j].first);
        const std::int32_t end = std::min(a[i].second, b[j].second);
        if (begin < end) out.emplace_back(begin, end);
        a[i].second < b[j].second ? ++i : ++j;
    }
    return out;
}

}  // namespace

std::optional<std::int32_t> earliest_start(const std::vector<Intervals>& resources,
                                           const std::vector<std::vector<std::uint32_t>>& groups,
                                           std::int32_t length, std::int32_t from,
                                           std::int32_t to) {
    Intervals common{{from, to}};
    for (const auto& group : groups) {
        common = intersection(common, starts_of(resources, group, length, from, to));
    }
    if (common.empty()) return std::nullopt;
    return common.front().first;
}

}  // namespace wayside::bench
