#include "solver/plan/planner.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "solver/plan/searcher.hpp"
#include "solver/plan/side_by_side.hpp"

namespace wayside::solver::plan {

namespace {

/// Up to here each of several searches goes its own way.
constexpr search::Share alone_until = search::whole_share * 3 / 4;

/// One of the searches of a plan, with its own share of the budget's rounds.
template <std::size_t Words>
struct Line {
    search::Meter meter;
    Searcher<Words> searcher;

    Line(const Model& model, std::uint64_t seed, const search::Budget& budget,
         const Settings& settings)
        : meter(budget), searcher(model, seed, settings) {}

    void begin() {
        meter.goes_on_now();
        searcher.construct_first_fit();
        searcher.construct_cheapest(meter);
        searcher.adopt(searcher.best());
        meter.goes_on_now();
    }
};

template <std::size_t Words>
Outcome plan_in(const Model& model, const PlanWish& wish, const search::Budget& budget,
                const Settings& settings, const OnProgress& on_progress) {
    std::vector<std::unique_ptr<Line<Words>>> lines;
    const auto count = static_cast<std::size_t>(std::max(1, wish.threads));
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t seed = seed_of_line(wish.seed, i);
        lines.push_back(std::make_unique<Line<Words>>(model, seed, budget, settings));
    }
    auto& first = *lines.front();
    if (on_progress) {
        first.searcher.on_progress([&] {
            on_progress({first.searcher.best_cost(), first.meter.rounds(), first.meter.spent()});
        });
    }
    const auto best_line = [&] {
        Line<Words>* best = &first;
        for (auto& line : lines) {
            if (line->searcher.best_cost() < best->searcher.best_cost()) best = line.get();
        }
        return best;
    };
    const search::Share parting = count == 1 ? search::whole_share : alone_until;
    side_by_side(count, [&](std::size_t i) {
        Line<Words>& line = *lines[i];
        line.begin();
        const search::Share begun = line.meter.spent();
        line.searcher.anneal(line.meter, {begun, search::whole_share}, parting);
    });
    if (count > 1) {
        const std::vector<Seat> shared = best_line()->searcher.best();
        side_by_side(count, [&](std::size_t i) {
            Line<Words>& line = *lines[i];
            line.searcher.adopt(shared);
            line.searcher.anneal(line.meter, {0, search::whole_share}, search::whole_share);
        });
    }
    Outcome outcome;
    for (const auto& line : lines) outcome.rounds += line->meter.rounds();
    outcome.cost = best_line()->searcher.best_cost();
    outcome.plan = plan_of(model, best_line()->searcher.best());
    return outcome;
}

}  // namespace

Outcome make_plan(const problem::Problem& problem, const PlanWish& wish,
                  const search::Budget& budget, const Settings& settings,
                  const OnProgress& on_progress) {
    const Model model = make_model(problem);
    switch (words_for(problem.slots)) {
        case 2:
            return plan_in<2>(model, wish, budget, settings, on_progress);
        case 8:
            return plan_in<8>(model, wish, budget, settings, on_progress);
        default:
            return plan_in<40>(model, wish, budget, settings, on_progress);
    }
}

}  // namespace wayside::solver::plan
