// solver/shop/ordering.hpp: from times to the list that builds them anew.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/shop/builder.hpp"

namespace wayside::solver::shop {

/// Sorts activities by keys into lists that a builder takes. Keeps its buffers between calls.
class Ordering {
  public:
    /// `builder` outlives it.
    explicit Ordering(const Builder& builder);

    /// The activities by the smaller key. Equal keys go by the direction's own order, so that what
    /// is at least its predecessors' key stands behind them.
    void list_by_keys(Builder::Direction direction, std::span<const std::uint32_t> keys,
                      std::vector<Index>& list);

    /// For `direction`, the list in which a schedule of the opposite direction is undone: what ends
    /// last comes first. Building it never lengthens the schedule (justification: Valls, Ballestin
    /// and Quintanilla, 2005).
    void list_last_first(Builder::Direction direction, const Schedule& schedule,
                         std::vector<Index>& list);

  private:
    const Builder& builder_;
    std::vector<Index> ranks_[2];  ///< of each activity in the direction's order
    std::vector<std::uint32_t> keys_;
    std::vector<std::uint64_t> sorted_;
};

}  // namespace wayside::solver::shop
