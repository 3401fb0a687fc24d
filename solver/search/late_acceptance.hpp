// solver/search/late_acceptance.hpp: a step is taken if it is no worse than some steps ago.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wayside::solver::search {

/// Late acceptance hill climbing (Burke and Bykov, 2017): needs no temperature and no end.
class LateAcceptance {
  public:
    /// Remembers the last `length` costs, at least 1; at first all of them are `cost`.
    LateAcceptance(std::size_t length, std::int64_t cost);

    /// Whether to go from a solution of cost `current` to one of cost `candidate`; call it once a
    /// round, whatever comes of it.
    bool accepts(std::int64_t candidate, std::int64_t current);

  private:
    std::vector<std::int64_t> costs_;
    std::size_t at_ = 0;
};

}  // namespace wayside::solver::search
