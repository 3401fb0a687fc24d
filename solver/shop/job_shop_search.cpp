#include "solver/shop/job_shop_search.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "solver/search/elite_pool.hpp"
#include "solver/search/generator.hpp"
#include "solver/search/late_acceptance.hpp"
#include "solver/shop/insertion_move.hpp"
#include "solver/shop/lower_bound.hpp"
#include "solver/shop/machine_plan.hpp"
#include "solver/shop/sampling.hpp"

namespace wayside::solver::shop {

namespace {

using search::Generator;

/// Activities that stand on another machine or behind another one there.
std::int64_t distance(const MachinePlan& one, const MachinePlan& other) {
    std::int64_t count = 0;
    for (Index i = 0; i < one.modes().size(); ++i) {
        const bool is_same = one.modes()[i] == other.modes()[i] && one.before(i) == other.before(i);
        count += is_same ? 0 : 1;
    }
    return count;
}

class JobShopSearch {
  public:
    JobShopSearch(const Shop& shop, std::uint64_t seed, const search::Budget& budget)
        : shop_(shop),
          network_(shop),
          generator_(Generator::derived(seed, 2)),
          meter_(budget),
          least_(lower_bound_of(shop)),
          plan_(shop, network_, by_longest_tail(shop, network_)),
          insertions_(plan_),
          best_(plan_),
          elites_(8, std::max<std::int64_t>(1, std::ssize(shop.activities) / 20)) {}

    Schedule run() {
        while (meter_.goes_on() && best_.makespan() > least_) {
            descend();
            elites_.offer(round_best_->makespan(), *round_best_, distance);
            if (round_best_->makespan() < best_.makespan()) best_ = *round_best_;
            const auto& elites = elites_.elites();
            plan_ = elites[generator_.index(elites.size())].solution;
            shake();
        }
        return best_.schedule();
    }

  private:
    /// Until nothing got better for a while.
    void descend() {
        const auto size = static_cast<std::int64_t>(shop_.activities.size());
        search::LateAcceptance acceptance(
            static_cast<std::size_t>(std::min<std::int64_t>(size, 100)), plan_.makespan());
        round_best_ = plan_;
        std::int64_t idle = 0;
        const std::int64_t patience = 2'000 + 20 * size;
        while (meter_.goes_on() && idle < patience && round_best_->makespan() > least_) {
            ++idle;
            const auto move = best_insertion(random_critical());
            const Time candidate = move ? move->second.makespan : plan_.makespan();
            if (!acceptance.accepts(candidate, plan_.makespan()) || !move) continue;
            apply(move->first, plan_);
            if (plan_.makespan() >= round_best_->makespan()) continue;
            round_best_ = plan_;
            idle = 0;
        }
    }

    /// A few activities go to places drawn by chance.
    void shake() {
        for (int times = generator_.between(3, 8); times > 0; --times) {
            const auto activity = static_cast<Index>(generator_.index(shop_.activities.size()));
            insertions_.choose(activity);
            const auto mode =
                static_cast<Index>(generator_.index(shop_.activities[activity].modes.size()));
            const Insertions::Range range = insertions_.places(mode);
            if (range.first > range.last) continue;
            const Index place = range.first + generator_.below(range.last - range.first + 1);
            apply({activity, mode, place}, plan_);
        }
    }

    Index random_critical() {
        critical_.clear();
        for (Index i = 0; i < shop_.activities.size(); ++i) {
            if (plan_.is_critical(i) && plan_.duration(i) > 0) critical_.push_back(i);
        }
        return critical_.empty() ? 0 : critical_[generator_.index(critical_.size())];
    }

    /// The best place that is not its own; of equal ones any.
    std::optional<std::pair<InsertionMove, Insertions::Value>> best_insertion(Index activity) {
        insertions_.choose(activity);
        std::optional<std::pair<InsertionMove, Insertions::Value>> best;
        std::uint32_t equals = 0;
        for (Index mode = 0; mode < shop_.activities[activity].modes.size(); ++mode) {
            const Insertions::Range range = insertions_.places(mode);
            for (Index place = range.first; place <= range.last; ++place) {
                const InsertionMove move{activity, mode, place};
                if (is_own_place(move)) continue;
                const Insertions::Value value = insertions_.evaluate(move);
                if (!best || value < best->second) {
                    best = {move, value};
                    equals = 1;
                } else if (value == best->second && generator_.below(++equals) == 0) {
                    best->first = move;
                }
            }
        }
        return best;
    }

    [[nodiscard]] bool is_own_place(const InsertionMove& move) const {
        if (plan_.modes()[move.activity] != move.mode) return false;
        const Index machine = plan_.machine(move.activity, move.mode);
        return machine == MachinePlan::none ||
               plan_.sequence(machine)[move.position] == move.activity;
    }

    const Shop& shop_;
    Network network_;
    Generator generator_;
    search::Meter meter_;
    Time least_;
    MachinePlan plan_;
    Insertions insertions_;
    MachinePlan best_;
    std::optional<MachinePlan> round_best_;
    search::ElitePool<MachinePlan> elites_;
    std::vector<Index> critical_;
};

}  // namespace

Schedule search_job_shop(const Shop& shop, std::uint64_t seed, const search::Budget& budget) {
    return JobShopSearch(shop, seed, budget).run();
}

}  // namespace wayside::solver::shop
