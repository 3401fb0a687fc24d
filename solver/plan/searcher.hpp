// solver/plan/searcher.hpp: takes some visits out, puts them back otherwise, keeps what is good:
// many times a second.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "solver/plan/finder.hpp"
#include "solver/plan/ruin.hpp"
#include "solver/plan/settings.hpp"
#include "solver/plan/state.hpp"
#include "solver/search/annealing.hpp"
#include "solver/search/budget.hpp"
#include "solver/search/generator.hpp"

namespace wayside::solver::plan {

/// One search over plans of one model. Ruin and recreate (Schrimpf et al., 2000; strings
/// after Christiaens and Vanden Berghe, 2020) under simulated annealing.
template <std::size_t Words>
class Searcher {
  public:
    Searcher(const Model& model, std::uint64_t seed, const Settings& settings);

    /// First fit: urgent visits first, then by wished time, each at the first start that works.
    void construct_first_fit();
    /// Each visit where it is cheapest, hardest first. Stops early when the meter says so.
    void construct_cheapest(search::Meter& meter);
    /// Takes a plan as it stands as far as it can be kept; whom it cannot hold is left out.
    void adopt(const std::vector<Seat>& seats);

    /// Takes over what was announced as far as it still can be: a visit keeps its times and people,
    /// in another room if its own is not to be had. Whom that does not hold is left out.
    void adopt_announced();
    /// Puts back whatever moved visit is cheaper where it was announced, and seats whom it can.
    void polish();

    /// Anneals from the plan as it stands until the meter has spent `until`. The temperature falls
    /// over the part of the budget that `fall` names; how high it begins, a first few rounds tell.
    struct Fall {
        search::Share begin = 0;
        search::Share end = search::whole_share;
    };
    void anneal(search::Meter& meter, Fall fall, search::Share until);

    /// `call` is called once in some hundred rounds.
    void on_progress(std::function<void()> call) { on_progress_ = std::move(call); }

    [[nodiscard]] Cost best_cost() const { return best_cost_; }
    [[nodiscard]] std::vector<Seat> best() const { return state_.seats_of(best_); }
    [[nodiscard]] const State<Words>& state() const { return state_; }

  private:
    void round(Cost slack);
    void order_touched();
    bool recreate(Cost limit);
    void undo();
    void remember();
    void tell(const search::Meter& meter) const;
    void clear();
    void collect_left_out();
    bool is_free(std::size_t visit, const Trial& trial);
    bool seat_first_fit(std::size_t visit);
    bool follow_first_fit(std::size_t visit, std::size_t stage, Slot start, Trial& trial);

    const Model& model_;
    Settings settings_;
    search::Generator generator_;
    State<Words> state_;
    Finder<Words> finder_;
    Ruiner<Words> ruiner_;

    std::vector<Cost> potentials_;  // by visit: the most that seating it can save
    std::vector<VisitIndex> left_out_;
    std::vector<VisitIndex> touched_;
    std::vector<std::pair<VisitIndex, Trial>> taken_;
    std::vector<std::pair<std::int64_t, VisitIndex>> keys_;
    std::uint32_t order_total_ = 0;

    std::function<void()> on_progress_;
    Cost best_cost_;
    typename State<Words>::Snapshot best_;
};

extern template class Searcher<2>;
extern template class Searcher<8>;
extern template class Searcher<40>;

}  // namespace wayside::solver::plan
