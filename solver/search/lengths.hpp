// solver/search/lengths.hpp: how long things take, when all that is known is what half of them and
// what four in five of them stay under.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace wayside::solver::search {

/// Half take at most p50, four in five at most p80, in any one unit; 0 < p50 <= p80 <= `most`.
struct Duration {
    static constexpr std::int64_t most = 1 << 27;  ///< a day and a half in ms

    std::int64_t p50 = 0;
    std::int64_t p80 = 0;
    friend bool operator==(const Duration&, const Duration&) = default;
};

/// The lognormal with these two quantiles, as equally likely lengths. Integers only, so that every
/// machine and compiler draws the same ones.
class Lengths {
  public:
    static constexpr std::size_t count = 128;
    static constexpr std::int64_t longest = 10 * Duration::most;  ///< longer ones are cut here

    explicit Lengths(const Duration& duration);

    /// One of them; every number draws the same one everywhere.
    [[nodiscard]] std::int64_t drawn(std::uint64_t random) const;

    /// What is left of one that has lasted `elapsed`: drawn among the longer ones, less what has
    /// passed. Whatever has outlasted all of them ends within half the median.
    [[nodiscard]] std::int64_t remaining(std::uint64_t random, std::int64_t elapsed) const;

    /// Sorted.
    [[nodiscard]] const std::array<std::int64_t, count>& all() const { return lengths_; }

  private:
    std::array<std::int64_t, count> lengths_{};
};

}  // namespace wayside::solver::search
