#include "solver/plan/planner.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <thread>
#include <vector>

#include "solver/plan/searcher.hpp"

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

/// Runs `work(0)`, `work(1)`, ... at once and waits for all of them. What one throws, it throws.
template <class Work>
void side_by_side(std::size_t count, const Work& work) {
    std::vector<std::exception_ptr> faults(count);
    std::vector<std::thread> threads;
    const auto guarded = [&](std::size_t i) {
        try {
            work(i);
        } catch (...) {
            faults[i] = std::current_exception();
        }
    };
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back(guarded, i);
    guarded(0);
    for (std::thread& thread : threads) thread.join();
    for (const std::exception_ptr& fault : faults) {
        if (fault) std::rethrow_exception(fault);
    }
}

template <std::size_t Words>
Outcome plan_in(const Model& model, const PlanWish& wish, const search::Budget& budget,
                const Settings& settings, const OnBest& on_best) {
    std::vector<std::unique_ptr<Line<Words>>> lines;
    const auto count = static_cast<std::size_t>(std::max(1, wish.threads));
    for (std::size_t i = 0; i < count; ++i) {
        // Far apart, and the first is what one thread alone would do.
        const std::uint64_t seed = wish.seed + i * 0x9E3779B97F4A7C15U;
        lines.push_back(std::make_unique<Line<Words>>(model, seed, budget, settings));
    }
    auto& first = *lines.front();
    if (on_best) {
        first.searcher.on_best([&](Cost cost) { on_best(cost, first.meter.rounds()); });
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
                  const search::Budget& budget, const Settings& settings, const OnBest& on_best) {
    const Model model = make_model(problem);
    switch (words_for(problem.slots)) {
        case 2:
            return plan_in<2>(model, wish, budget, settings, on_best);
        case 8:
            return plan_in<8>(model, wish, budget, settings, on_best);
        default:
            return plan_in<40>(model, wish, budget, settings, on_best);
    }
}

}  // namespace wayside::solver::plan
