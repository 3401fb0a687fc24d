#include "storage/base/clock.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>

namespace wayside {

namespace {

constexpr std::int64_t furthest_adopted_ms = 10 * 60 * 1000;

}  // namespace

Timestamp SystemClock::now() const {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

Timestamp MovableClock::now() const {
    const std::int64_t moved_to = moved_to_.load();
    return moved_to == INT64_MIN ? base_.now() : Timestamp{moved_to};
}

void MovableClock::advance_to(Timestamp to) {
    std::int64_t stands_at = moved_to_.load();
    while (to.ms > stands_at && !moved_to_.compare_exchange_weak(stands_at, to.ms)) {
    }
}

std::strong_ordering operator<=>(const HybridTime& a, const HybridTime& b) {
    return std::tuple{!a.trusted, a.ms, a.counter} <=> std::tuple{!b.trusted, b.ms, b.counter};
}

HybridTime HybridClock::next() {
    const std::int64_t wall_ms = wall_.now().ms;
    if (wall_ms > last_ms_) {
        last_ms_ = wall_ms;
        last_counter_ = 0;
    } else {
        ++last_counter_;
    }
    return {last_ms_, last_counter_, wall_.trusted()};
}

void HybridClock::see(const HybridTime& other) {
    if (wall_.trusted() && other.ms > wall_.now().ms + furthest_adopted_ms) return;
    if (std::tuple{other.ms, other.counter} > std::tuple{last_ms_, last_counter_}) {
        last_ms_ = other.ms;
        last_counter_ = other.counter;
    }
}

}  // namespace wayside
