// solver/find/pool.hpp: places that are alike: counted, not named. Which one it is is chosen when
// the patient is called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "solver/find/calendar.hpp"

namespace wayside::solver::find {

class Pool {
  public:
    Pool(std::string name, std::int32_t capacity, Tick horizon);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::int32_t capacity() const { return capacity_; }
    [[nodiscard]] std::int32_t busy(Tick tick) const {
        return busy_[static_cast<std::size_t>(tick)];
    }
    /// Takes `places` over minutes since tick 0, rounded outward; a negative number gives back.
    void take(std::int64_t begin_minutes, std::int64_t end_minutes, std::int32_t places);
    /// The ticks at which at least `places` are free; those outside of `within` are left out.
    [[nodiscard]] TickSet free(std::int32_t places, TickSpan within) const;
    [[nodiscard]] TickSet free(std::int32_t places) const;

  private:
    std::string name_;
    std::int32_t capacity_;
    std::vector<std::int32_t> busy_;  // by tick
};

}  // namespace wayside::solver::find
