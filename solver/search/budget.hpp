// solver/search/budget.hpp: how long a search may go on, and how much of that is spent.
#pragma once

#include <cstdint>
#include <functional>

namespace wayside::solver::search {

/// Nanoseconds since some instant; wall time, or a thread's processor time for measuring. The
/// solver itself knows no clock.
using Clock = std::function<std::int64_t()>;
/// Whether somebody wants what has been found so far, now. Asked from every thread of a search.
using IsStopped = std::function<bool()>;

/// Rounds, or time by a clock that is handed in. Only a budget of rounds gives the same answer on
/// every run.
struct Budget {
    std::int64_t iterations = 0;  ///< counts where there is no clock
    Clock clock{};
    std::int64_t begin_ns = 0;  ///< by the clock; may lie before the search's first round
    std::int64_t end_ns = 0;
    IsStopped is_stopped{};  ///< once true, the budget counts as spent; may be empty

    static Budget of_iterations(std::int64_t most);
    static Budget of_time(Clock clock, std::int64_t begin_ns, std::int64_t end_ns);
};

/// A share of a whole in 65,536ths.
using Share = std::int32_t;
inline constexpr Share whole_share = 65536;

/// Counts a search's rounds against its budget.
class Meter {
  public:
    /// The clock is asked once in `rounds_per_look` rounds; asking costs about as much as a small
    /// move.
    explicit Meter(const Budget& budget, std::int64_t rounds_per_look = 32);

    /// Counts one round. False once the budget is spent.
    bool goes_on() {
        ++rounds_;
        if (--until_look_ > 0) return !is_spent_;
        look();
        return !is_spent_;
    }
    /// Looks at the clock now; for what takes long between two rounds. False once it is spent.
    bool goes_on_now() {
        look();
        return !is_spent_;
    }

    /// What was spent at the last look, from 0 to `whole_share`.
    [[nodiscard]] Share spent() const { return spent_; }
    [[nodiscard]] std::int64_t rounds() const { return rounds_; }

  private:
    void look();

    Budget budget_;
    std::int64_t rounds_per_look_;
    std::int64_t until_look_ = 0;
    std::int64_t rounds_ = 0;
    Share spent_ = 0;
    bool is_spent_ = false;
};

}  // namespace wayside::solver::search
