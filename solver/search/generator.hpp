// solver/search/generator.hpp: numbers that look random and depend on a seed alone.
//
// The algorithm is fixed here, so a seed gives the same numbers with every compiler and library;
// the distributions of <random> do not promise that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace wayside::solver::search {

/// SplitMix64 (Steele, Lea and Flood, 2014): one word of state, every word once in 2^64 draws.
class Generator {
  public:
    explicit Generator(std::uint64_t seed) : state_(seed) {}

    std::uint64_t bits() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

    /// 0 to `end` - 1; `end` is at least 1. Off the even chance by less than `end` in 2^32.
    std::uint32_t below(std::uint32_t end) {
        return static_cast<std::uint32_t>(((bits() >> 32U) * end) >> 32U);
    }
    /// An index of a list of `size` elements, at least 1 and fewer than 2^32.
    std::size_t index(std::size_t size) { return below(static_cast<std::uint32_t>(size)); }
    /// From `least` to `most`, both included.
    int between(int least, int most) {
        return least + static_cast<int>(below(static_cast<std::uint32_t>(most - least) + 1));
    }
    /// True in `share` of 65,536 cases.
    bool chance(std::uint32_t share) { return (bits() >> 48U) < share; }

    template <class T>
    void shuffle(std::span<T> items) {
        for (std::size_t left = items.size(); left > 1; --left) {
            std::swap(items[left - 1], items[index(left)]);
        }
    }

    /// Another generator for one of several searches from the same seed.
    [[nodiscard]] static Generator derived(std::uint64_t seed, std::uint64_t stream);

  private:
    std::uint64_t state_;
};

}  // namespace wayside::solver::search
