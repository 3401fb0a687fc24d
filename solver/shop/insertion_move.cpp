#include "solver/shop/insertion_move.hpp"

#include <algorithm>
#include <limits>

namespace wayside::solver::shop {

namespace {

/// What stands at `place` once the activity that has `own` is taken out.
Index at_place(const std::vector<Index>& sequence, std::size_t own, std::size_t place) {
    const std::size_t at = place < own ? place : place + 1;
    return at < sequence.size() ? sequence[at] : MachinePlan::none;
}

std::size_t own_place(const std::vector<Index>& sequence, Index activity) {
    const auto found = std::find(sequence.begin(), sequence.end(), activity);
    // Of another machine: it is behind the end, so that nothing is skipped.
    return found == sequence.end() ? sequence.size()
                                   : static_cast<std::size_t>(found - sequence.begin());
}

}  // namespace

void Insertions::choose(Index activity) {
    activity_ = activity;
    plan_.fill_paths_without(activity, without_);
}

Insertions::Range Insertions::places(Index mode) const {
    const Index machine = plan_.machine(activity_, mode);
    if (machine == MachinePlan::none) return {0, 0};
    const std::vector<Index>& sequence = plan_.sequence(machine);
    const std::size_t own = own_place(sequence, activity_);
    const auto count = static_cast<Index>(sequence.size() - (own < sequence.size() ? 1 : 0));
    // Whatever follows a successor finishes no earlier than it; whatever leads to a predecessor
    // starts no later. So these two limits keep circles out.
    Time first_finish = std::numeric_limits<Time>::max();
    for (const Index next : plan_.network().successors[activity_]) {
        first_finish = std::min(first_finish, finish(next));
    }
    std::int64_t last_start = -1;
    for (const Index other : plan_.network().predecessors[activity_]) {
        last_start = std::max<std::int64_t>(last_start, without_.heads[other]);
    }
    Range range{0, count};
    while (range.first < count &&
           without_.heads[at_place(sequence, own, range.first)] <= last_start) {
        ++range.first;
    }
    while (range.last > 0 && finish(at_place(sequence, own, range.last - 1)) >= first_finish) {
        --range.last;
    }
    return range.first <= range.last ? range : Range{};
}

Insertions::Value Insertions::evaluate(const InsertionMove& move) const {
    Time head = 0;
    Time tail = 0;
    for (const Index other : plan_.network().predecessors[activity_]) {
        head = std::max(head, finish(other));
    }
    for (const Index next : plan_.network().successors[activity_]) {
        tail = std::max(tail, without_.tails[next] + plan_.duration(next));
    }
    const Index machine = plan_.machine(activity_, move.mode);
    if (machine != MachinePlan::none) {
        const std::vector<Index>& sequence = plan_.sequence(machine);
        const std::size_t own = own_place(sequence, activity_);
        if (move.position > 0) {
            head = std::max(head, finish(at_place(sequence, own, move.position - 1)));
        }
        const Index next = at_place(sequence, own, move.position);
        if (next != MachinePlan::none) {
            tail = std::max(tail, without_.tails[next] + plan_.duration(next));
        }
    }
    const Time duration = plan_.shop().activities[activity_].modes[move.mode].duration;
    const Time through = head + duration + tail;
    return {std::max(without_.makespan, through), through};
}

void apply(const InsertionMove& move, MachinePlan& plan) {
    plan.insert(move.activity, move.mode, move.position);
}

}  // namespace wayside::solver::shop
