#include "solver/shop/profile.hpp"

#include <algorithm>

namespace wayside::solver::shop {

namespace {

constexpr unsigned lane_bits = 16;
constexpr Index lanes = 4;

std::uint64_t in_lane(Index resource, std::uint32_t amount) {
    return std::uint64_t{amount} << (lane_bits * (resource % lanes));
}

}  // namespace

std::vector<Need> needs_of(const Mode& mode) {
    std::vector<Need> needs;
    for (const Demand& demand : mode.demands) {
        if (demand.amount == 0) continue;
        const Index word = demand.resource / lanes;
        const auto found = std::find_if(needs.begin(), needs.end(),
                                        [&](const Need& need) { return need.word == word; });
        Need& need = found != needs.end() ? *found : needs.emplace_back(Need{word, 0});
        need.amounts |= in_lane(demand.resource, demand.amount);
    }
    return needs;
}

Profile::Profile(const std::vector<std::uint32_t>& capacities, Time horizon)
    : full_((capacities.size() + lanes - 1) / lanes, guards), horizon_(horizon) {
    for (Index i = 0; i < capacities.size(); ++i) full_[i / lanes] |= in_lane(i, capacities[i]);
    touched_ = horizon_;
    free_.resize(full_.size() * horizon_);
    clear();
}

void Profile::clear() {
    for (std::size_t word = 0; word < full_.size(); ++word) {
        std::fill_n(free_.begin() + static_cast<std::ptrdiff_t>(word * horizon_), touched_,
                    full_[word]);
    }
    touched_ = 0;
}

Time Profile::first_fit(Time from, Time duration, std::span<const Need> needs) const {
    if (needs.size() == 1) return first_fit_of_one(from, duration, needs[0]);
    if (needs.empty()) return from;
    Time start = from;
    Time known = from;  // [start, known) fits
    for (;;) {
        Time at = start + duration;
        while (at > known && fits(at - 1, needs)) --at;
        if (at <= known) return start;
        known = start + duration;
        start = at;
    }
}

Time Profile::first_fit_of_one(Time from, Time duration, const Need& need) const {
    const std::uint64_t* free = free_.data() + need.word * horizon_;
    const std::uint64_t amounts = need.amounts;
    Time start = from;
    Time known = from;
    for (;;) {
        // Backwards: the last time that is short is where the next try begins.
        Time at = start + duration;
        while (at > known && ((free[at - 1] - amounts) & guards) == guards) --at;
        if (at <= known) return start;
        known = start + duration;
        start = at;
    }
}

bool Profile::fits(Time at, std::span<const Need> needs) const {
    return std::all_of(needs.begin(), needs.end(), [&](const Need& need) {
        return ((free_[need.word * horizon_ + at] - need.amounts) & guards) == guards;
    });
}

void Profile::take(Time start, Time duration, std::span<const Need> needs) {
    for (const Need& need : needs) {
        std::uint64_t* free = free_.data() + need.word * horizon_ + start;
        for (Time at = 0; at < duration; ++at) free[at] -= need.amounts;
    }
    touched_ = std::max<std::size_t>(touched_, start + duration);
}

void Profile::give_back(Time start, Time duration, std::span<const Need> needs) {
    for (const Need& need : needs) {
        std::uint64_t* free = free_.data() + need.word * horizon_ + start;
        for (Time at = 0; at < duration; ++at) free[at] += need.amounts;
    }
}

}  // namespace wayside::solver::shop
