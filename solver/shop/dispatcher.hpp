// solver/shop/dispatcher.hpp: from an order of the activities to a schedule in which nothing waits
// that could run.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "solver/shop/builder.hpp"

namespace wayside::solver::shop {

/// Parallel schedule generation (after Kolisch, 1996): goes from finish to finish, and at each one
/// starts, in the order of a list, all whose predecessors have finished and for which everything is
/// free. Where resources are scarce its schedules are shorter on average than a `Builder`'s, but
/// the shortest of all need not be among them.
class Dispatcher {
  public:
    /// `builder`, of which it asks for precedence, durations and the shop, outlives it.
    explicit Dispatcher(const Builder& builder);

    /// As `Builder::build`, and counts as one schedule like that.
    Time build(Builder::Direction direction, std::span<const Index> list,
               std::span<const Index> modes, std::span<Time> starts);

  private:
    using Finish = std::pair<Time, Index>;

    void begin(const Network& network, std::span<const Index> list);
    void start_what_fits(const Network& network, std::span<const Index> modes, Time now,
                         std::span<Time> starts);
    void release_successors(const Network& network, Index finished);
    [[nodiscard]] bool fits(const Mode& mode) const;

    const Builder& builder_;
    std::vector<std::uint32_t> free_;  ///< of each resource, now
    std::vector<Index> ranks_;         ///< of each activity in the list
    std::vector<Index> missing_;       ///< predecessors of each that have not finished
    std::vector<Index> ready_;         ///< has finished predecessors and waits; by rank
    std::vector<Finish> running_;      ///< a heap, the first finish on top
};

}  // namespace wayside::solver::shop
