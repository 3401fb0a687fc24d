// solver/shop/insertion_move.hpp: one activity goes to another place on a machine that can do it.
#pragma once

#include <vector>

#include "solver/shop/machine_plan.hpp"

namespace wayside::solver::shop {

struct InsertionMove {
    Index activity = 0;
    Index mode = 0;
    Index position = 0;  ///< on the mode's machine, once the activity is taken out
};

/// All that can be done with one activity: its longest paths are computed once, and then each place
/// costs a few additions (after Mastrolilli and Gambardella, 2000; but since the activity is really
/// taken out, what they estimate is exact).
class Insertions {
  public:
    explicit Insertions(const MachinePlan& plan) : plan_(plan) {}

    /// Takes `activity` out, in thought.
    void choose(Index activity);

    /// The places in `mode` that make no circle for sure: from `first` up to `last`, both included;
    /// none if `first` > `last`.
    struct Range {
        Index first = 1;
        Index last = 0;
    };
    [[nodiscard]] Range places(Index mode) const;

    struct Value {
        Time makespan = 0;
        Time through = 0;  ///< the longest path through the activity
        friend auto operator<=>(const Value&, const Value&) = default;
    };
    /// What the plan's makespan becomes, exactly; of the activity that was chosen.
    [[nodiscard]] Value evaluate(const InsertionMove& move) const;

  private:
    [[nodiscard]] Time finish(Index other) const {
        return without_.heads[other] + plan_.duration(other);
    }

    const MachinePlan& plan_;
    Index activity_ = 0;
    Paths without_;
};

void apply(const InsertionMove& move, MachinePlan& plan);

}  // namespace wayside::solver::shop
