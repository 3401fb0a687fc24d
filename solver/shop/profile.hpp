// solver/shop/profile.hpp: what is still free of each resource at each time, four resources to a
// word.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/shop/shop.hpp"

namespace wayside::solver::shop {

/// What a mode takes of four resources at once: 15 bits each below a guard bit.
struct Need {
    Index word = 0;
    std::uint64_t amounts = 0;
};

/// The demands of a mode by word; amounts of 0 are left out.
std::vector<Need> needs_of(const Mode& mode);

/// One subtraction asks all four resources of a word: a guard bit that is borrowed from says that
/// something is short.
class Profile {
  public:
    Profile(const std::vector<std::uint32_t>& capacities, Time horizon);

    /// Everything is free again.
    void clear();

    /// The first time from `from` at which `needs` are free for `duration`. The horizon must leave
    /// room for it.
    [[nodiscard]] Time first_fit(Time from, Time duration, std::span<const Need> needs) const;
    void take(Time start, Time duration, std::span<const Need> needs);
    void give_back(Time start, Time duration, std::span<const Need> needs);

  private:
    static constexpr std::uint64_t guards = 0x8000800080008000U;
    [[nodiscard]] Time first_fit_of_one(Time from, Time duration, const Need& need) const;
    [[nodiscard]] bool fits(Time at, std::span<const Need> needs) const;

    std::vector<std::uint64_t> full_;  ///< a word with everything free
    std::vector<std::uint64_t> free_;  ///< words x times, a word's times together
    std::size_t horizon_;
    std::size_t touched_ = 0;  ///< times from here on are free
};

}  // namespace wayside::solver::shop
