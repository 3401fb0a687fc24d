#include "solver/find/pool.hpp"

#include <algorithm>
#include <utility>

namespace wayside::solver::find {

Pool::Pool(std::string name, std::int32_t capacity, Tick horizon)
    : name_(std::move(name)),
      capacity_(capacity),
      busy_(static_cast<std::size_t>(std::max<Tick>(horizon, 0)), 0) {}

void Pool::take(std::int64_t begin_minutes, std::int64_t end_minutes, std::int32_t places) {
    const TickSpan span = rounded_outward(begin_minutes, end_minutes);
    const Tick end = std::min(span.end, static_cast<Tick>(busy_.size()));
    for (Tick tick = std::max<Tick>(span.begin, 0); tick < end; ++tick) {
        busy_[static_cast<std::size_t>(tick)] += places;
    }
}

TickSet Pool::free(std::int32_t places, TickSpan within) const {
    TickSet out(static_cast<Tick>(busy_.size()));
    const Tick end = std::min(within.end, static_cast<Tick>(busy_.size()));
    for (Tick at = std::max<Tick>(within.begin, 0); at < end; ++at) {
        const auto tick = static_cast<std::size_t>(at);
        const std::uint64_t fits = busy_[tick] + places <= capacity_ ? 1 : 0;
        out.words()[tick / 64] |= fits << (tick % 64);
    }
    return out;
}

TickSet Pool::free(std::int32_t places) const {
    return free(places, {0, static_cast<Tick>(busy_.size())});
}

}  // namespace wayside::solver::find
