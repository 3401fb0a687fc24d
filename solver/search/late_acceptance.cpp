#include "solver/search/late_acceptance.hpp"

#include <algorithm>

namespace wayside::solver::search {

LateAcceptance::LateAcceptance(std::size_t length, std::int64_t cost)
    : costs_(std::max<std::size_t>(1, length), cost) {}

bool LateAcceptance::accepts(std::int64_t candidate, std::int64_t current) {
    const bool is_taken = candidate <= current || candidate <= costs_[at_];
    const std::int64_t now = is_taken ? candidate : current;
    costs_[at_] = std::min(costs_[at_], now);
    at_ = at_ + 1 == costs_.size() ? 0 : at_ + 1;
    return is_taken;
}

}  // namespace wayside::solver::search
