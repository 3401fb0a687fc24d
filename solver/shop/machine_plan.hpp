// solver/shop/machine_plan.hpp: which machine does which activities in which order: the plan of a
// flexible job shop.
#pragma once

#include <span>
#include <vector>

#include "solver/shop/network.hpp"
#include "solver/shop/shop.hpp"

namespace wayside::solver::shop {

/// Longest paths through precedence and machine orders, of a plan or of a plan that one activity
/// was taken out of.
struct Paths {
    std::vector<Time> heads;  ///< the earliest start of each activity
    std::vector<Time> tails;  ///< from its finish to the end of all, at least
    Time makespan = 0;
};

/// Keeps a mode for each activity and an order of the activities on each machine, without a circle,
/// and the longest paths of both.
class MachinePlan {
  public:
    static constexpr Index none = 0xFFFFFFFFU;

    /// A job shop (`is_job_shop`) without fault; it and `network` outlive the plan. Activities are
    /// taken in the order of `list` and each goes to the end of the machine that finishes it first.
    MachinePlan(const Shop& shop, const Network& network, std::span<const Index> list);

    [[nodiscard]] const Shop& shop() const { return *shop_; }
    [[nodiscard]] const Network& network() const { return *network_; }
    [[nodiscard]] const Paths& paths() const { return paths_; }
    [[nodiscard]] Time makespan() const { return paths_.makespan; }
    [[nodiscard]] const std::vector<Index>& modes() const { return modes_; }
    [[nodiscard]] Time duration(Index activity) const;
    /// `none` if the mode needs no machine.
    [[nodiscard]] Index machine(Index activity, Index mode) const;
    [[nodiscard]] const std::vector<Index>& sequence(Index machine) const {
        return sequences_[machine];
    }
    /// Just before and after on the same machine; `none` at the ends.
    [[nodiscard]] Index before(Index activity) const { return before_[activity]; }
    [[nodiscard]] Index after(Index activity) const { return after_[activity]; }
    [[nodiscard]] bool is_critical(Index activity) const;

    /// The longest paths without `activity` on any machine and with its time as 0; precedence
    /// through it stays. `paths` is overwritten.
    void fill_paths_without(Index activity, Paths& paths) const;

    /// Puts `activity` in `mode` before what has `position` on that machine once it is taken out
    /// itself, and computes everything anew. The move must make no circle.
    void insert(Index activity, Index mode, Index position);

    [[nodiscard]] Schedule schedule() const;

  private:
    void link();
    void order();
    void fill_paths(Index without, Paths& paths) const;

    const Shop* shop_;
    const Network* network_;
    std::vector<Index> modes_;
    std::vector<std::vector<Index>> sequences_;
    std::vector<Index> before_;
    std::vector<Index> after_;
    std::vector<Index> order_;  ///< each behind all that it waits for
    Paths paths_;
};

}  // namespace wayside::solver::shop
