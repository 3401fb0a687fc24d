// solver/search/annealing.hpp: simulated annealing in whole numbers.
#pragma once

#include <cstdint>

#include "solver/search/budget.hpp"
#include "solver/search/generator.hpp"

namespace wayside::solver::search {

/// Temperatures are costs in 256ths. They fall evenly by factor from `first` to `last` as the
/// budget is spent, so the same settings serve a second and a minute.
struct Cooling {
    std::int64_t first = 256;
    std::int64_t last = 256;
};

/// `share` of the way from `first` to `last`, by factor; both at least 1.
std::int64_t temperature_at(Cooling cooling, Share share);

class Annealing {
  public:
    explicit Annealing(Cooling cooling);

    /// To be called now and then with what the meter says is spent.
    void cool(Share spent);
    /// How much worse than the current cost a candidate may be in this round: an exponential
    /// variate times the temperature, drawn before the candidate is made so that it can be given up
    /// early.
    std::int64_t draw_slack(Generator& generator) const;

    /// In 256ths.
    [[nodiscard]] std::int64_t temperature() const { return temperature_; }

  private:
    Cooling cooling_;
    Share cooled_at_ = -1;
    std::int64_t temperature_ = 0;
};

}  // namespace wayside::solver::search
