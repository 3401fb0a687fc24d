#include "solver/search/budget.hpp"

#include <algorithm>
#include <utility>

namespace wayside::solver::search {

namespace {

/// Also right where part * 65,536 would not fit.
Share share_of(std::int64_t part, std::int64_t whole) {
    if (part <= 0) return 0;
    if (part >= whole) return whole_share;
    while (whole > (std::int64_t{1} << 40)) {
        whole >>= 1;
        part >>= 1;
    }
    return static_cast<Share>(part * whole_share / whole);
}

}  // namespace

Budget Budget::of_iterations(std::int64_t most) {
    return Budget{.iterations = most};
}

Budget Budget::of_time(Clock clock, std::int64_t begin_ns, std::int64_t end_ns) {
    return Budget{.clock = std::move(clock), .begin_ns = begin_ns, .end_ns = end_ns};
}

Meter::Meter(const Budget& budget, std::int64_t rounds_per_look)
    : budget_(budget), rounds_per_look_(std::max<std::int64_t>(1, rounds_per_look)) {}

void Meter::look() {
    if (budget_.is_stopped && budget_.is_stopped()) {
        spent_ = whole_share;
        is_spent_ = true;
        return;
    }
    if (budget_.clock) {
        const std::int64_t now = budget_.clock();
        spent_ = share_of(now - budget_.begin_ns, budget_.end_ns - budget_.begin_ns);
        is_spent_ = now >= budget_.end_ns;
        until_look_ = rounds_per_look_;
        return;
    }
    spent_ = share_of(rounds_, budget_.iterations);
    is_spent_ = rounds_ > budget_.iterations;
    // Never past the last round: the count of rounds is a promise.
    until_look_ = std::clamp(budget_.iterations - rounds_ + 1, std::int64_t{1}, rounds_per_look_);
}

}  // namespace wayside::solver::search
