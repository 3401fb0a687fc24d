// cli/demo/dice.hpp: repeatable chance for a made-up day.
#pragma once

#include <cstdint>
#include <vector>

#include "storage/base/random.hpp"

namespace wayside::demo {

/// The same seed gives the same throws, on every machine.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}

    /// A number from `low` to `high`, both included; `low` where `high` is smaller.
    std::int32_t between(std::int32_t low, std::int32_t high) {
        if (high <= low) return low;
        const auto width = static_cast<std::uint64_t>(high - low) + 1;
        return low + static_cast<std::int32_t>(random_.below(width));
    }
    /// True that many times in a hundred.
    bool chance(std::int32_t percent) { return between(1, 100) <= percent; }
    /// One of `from`, which is not empty.
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[static_cast<std::size_t>(random_.below(from.size()))];
    }

  private:
    SeededRandom random_;
};

}  // namespace wayside::demo
