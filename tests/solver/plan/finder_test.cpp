// Every delta that the search relies on, against a full recomputation of the plan.

#include "solver/plan/finder.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "solver/plan/evaluate.hpp"
#include "solver/plan/searcher.hpp"
#include "tests/solver/plan/made_problem.hpp"

namespace {

using namespace wayside::solver;
using namespace wayside::solver::plan;

template <std::size_t Words>
Cost full_cost(const problem::Problem& problem, const State<Words>& state,
               const problem::Disruption* disruption) {
    const problem::Plan plan = plan_of(state.model(), state.seats());
    const Verdict verdict =
        disruption == nullptr ? evaluate(problem, plan) : evaluate(problem, plan, *disruption);
    for (const Violation& violation : verdict.violations) {
        FAIL_CHECK(violation.name << " " << violation.visit << " " << violation.detail);
    }
    return verdict.costs.total();
}

/// Seats and takes out at random; each step's delta must be what a full recomputation says.
template <std::size_t Words>
void check_walk(const problem::Problem& problem, const Model& model, std::uint64_t seed,
                const problem::Disruption* disruption) {
    search::Generator draw(seed);
    State<Words> state(model);
    Finder<Words> finder(state, draw, {});
    for (std::size_t v = 0; v < model.visits.size(); ++v) {
        const VisitModel& visit = model.visits[v];
        if (visit.announced.is_empty() || visit.pinned < visit.lengths.size()) continue;
        Trial begun;
        std::copy(visit.announced.starts.begin(), visit.announced.starts.end(),
                  begun.starts.begin());
        std::copy(visit.announced.uses.begin(), visit.announced.uses.end(), begun.uses.begin());
        state.seat(v, begun);
    }
    int seated = 0;
    for (int step = 0; step < 400; ++step) {
        const std::size_t visit = draw.index(model.visits.size());
        if (model.visits[visit].pinned == model.visits[visit].lengths.size()) continue;
        const Cost before = state.cost();
        const Cost full_before = full_cost(problem, state, disruption);
        REQUIRE(before == full_before);
        if (state.is_seated(visit)) {
            if (draw.below(3) != 0) continue;
            const Trial held = state.take_out(visit);
            CHECK(held.delta == before - state.cost());
            if (draw.below(2) == 0) {
                state.seat(visit, held);
                CHECK(state.cost() == before);
            }
        } else if (const auto trial = finder.find(visit)) {
            CHECK(state.cost() == before);
            state.seat(visit, *trial);
            CHECK(state.cost() - before == trial->delta);
            ++seated;
        }
    }
    CHECK(seated > 20);
    CHECK(full_cost(problem, state, disruption) == state.cost());
}

/// The least that any seat of a visit of one stage and one person can change, one by one; `never`
/// where it has none.
template <std::size_t Words>
Cost least_of_all(const Model& model, State<Words>& state, std::size_t visit) {
    const VisitModel& facts = model.visits[visit];
    const StageModel& stage = model.service_of(visit).stages.front();
    Cost least = problem::never;
    const auto is_open = [&](const NeedModel& need, UnitIndex unit, Slot start) {
        const Slot begin = start - need.setup;
        const Slot end = start + facts.lengths[0] + need.clean + model.units[unit].clean;
        if (begin < 0 || end > model.slots) return false;
        for (Slot slot = begin; slot < end; ++slot) {
            if (!state.free_of(unit).has(slot)) return false;
        }
        return !need.is_person || state.may_work(unit, facts.lengths[0]);
    };
    for (Slot start = facts.earliest; start <= facts.latest; ++start) {
        for (const Suited& lead : stage.needs[0].pool) {
            Trial trial;
            trial.starts[0] = start;
            bool is_whole = start + facts.lengths[0] <= lead.until;
            for (std::size_t n = 0; n < stage.needs.size() && is_whole; ++n) {
                const auto& pool = stage.needs[n].pool;
                const auto open = std::find_if(pool.begin(), pool.end(), [&](const Suited& one) {
                    const bool is_asked = n > 0 || one.unit == lead.unit;
                    return is_asked && is_open(stage.needs[n], one.unit, start);
                });
                is_whole = open != pool.end();
                if (is_whole) trial.uses[n] = open->unit;
            }
            if (!is_whole) continue;
            const Cost before = state.cost();
            state.seat(visit, trial);
            least = std::min(least, state.cost() - before);
            state.take_out(visit);
        }
    }
    return least;
}

template <std::size_t Words>
void check_least(const problem::Problem& problem, std::uint64_t seed) {
    const Model model = make_model(problem);
    search::Generator draw(seed);
    State<Words> state(model);
    Finder<Words> finder(state, draw, {.one_side = 0, .both_sides = 0});
    int compared = 0;
    for (int step = 0; step < 300; ++step) {
        const std::size_t visit = draw.index(model.visits.size());
        if (state.is_seated(visit)) {
            if (draw.below(2) == 0) state.take_out(visit);
            continue;
        }
        const auto trial = finder.find(visit);
        if (model.service_of(visit).is_simple) {
            const Cost least = least_of_all(model, state, visit);
            CHECK((trial ? trial->delta : problem::never) == least);
            ++compared;
        }
        if (trial) state.seat(visit, *trial);
    }
    CHECK(compared > 30);
}

TEST_CASE("the seat that is found is the cheapest of all, tried one by one") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        check_least<2>(made_problem(seed), seed);
        check_least<2>(made_problem(seed, {.has_all_weights = true}), seed);
        check_least<8>(
            made_problem(seed, {.slots = 500, .days = 5, .visits = 60, .has_all_weights = true}),
            seed);
    }
}

TEST_CASE("what seating a visit is said to change is what a full recomputation finds") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        const problem::Problem day = made_problem(seed);
        check_walk<2>(day, make_model(day), seed, nullptr);
    }
}

TEST_CASE("so it is with fairness, utilisation, knock-on, contracts and credentials that expire") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        const problem::Problem day = made_problem(seed, {.has_all_weights = true});
        check_walk<2>(day, make_model(day), seed, nullptr);
    }
}

TEST_CASE("so it is over a week, with a shift on each day") {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        CAPTURE(seed);
        const problem::Problem week =
            made_problem(seed, {.slots = 500, .days = 5, .visits = 60, .has_all_weights = true});
        check_walk<8>(week, make_model(week), seed, nullptr);
    }
    const problem::Problem weeks = made_problem(9, {.slots = 1400, .days = 14, .visits = 60});
    check_walk<40>(weeks, make_model(weeks), 9, nullptr);
}

TEST_CASE("so it is in a repair, with what had begun and what is moved") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        CAPTURE(seed);
        const problem::Problem day = made_problem(seed);
        const Model plain = make_model(day);
        Searcher<2> searcher(plain, seed, {});
        searcher.construct_first_fit();
        const problem::Plan announced = plan_of(plain, searcher.best());
        const problem::Disruption disruption = made_disruption(day, announced, seed);
        check_walk<2>(day, make_model(day, disruption), seed, &disruption);
    }
}

TEST_CASE("a thousand rounds of ruin and recreate leave a sum that a full recomputation confirms") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        CAPTURE(seed);
        const problem::Problem day = made_problem(seed, {.visits = 70});
        const Model model = make_model(day);
        Searcher<2> searcher(model, seed, {});
        search::Meter meter(search::Budget::of_iterations(1000));
        searcher.construct_cheapest(meter);
        searcher.anneal(meter, {}, search::whole_share);

        CHECK(full_cost(day, searcher.state(), nullptr) == searcher.state().cost());
        searcher.adopt(searcher.best());
        CHECK(full_cost(day, searcher.state(), nullptr) == searcher.best_cost());
    }
}

}  // namespace
