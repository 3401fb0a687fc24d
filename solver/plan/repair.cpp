#include "solver/plan/repair.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "solver/plan/searcher.hpp"
#include "solver/plan/side_by_side.hpp"

namespace wayside::solver::plan {

namespace {

using namespace problem;

/// How dear a move is taken to be in the search for one proposal, and how much of the budget it
/// has.
struct Leaning {
    const char* name;
    Cost moved_factor;
    search::Share until;
};

/// The first is judged by price alone, so it has most of the time.
constexpr std::array<Leaning, 3> leanings{{{"cheapest", 1, search::whole_share * 80 / 100},
                                           {"fewest moves", 12, search::whole_share * 90 / 100},
                                           {"balanced", 3, search::whole_share}}};

/// The best of `wish.threads` searches, each with a meter of its own that begins like `meter`; the
/// first goes on with it.
template <std::size_t Words>
Plan search_for(const Model& model, const Leaning& leaning, search::Meter& meter,
                const RepairWish& wish, const Settings& settings) {
    const auto count = static_cast<std::size_t>(std::max(1, wish.threads));
    std::vector<search::Meter> meters(count, meter);
    std::vector<std::unique_ptr<Searcher<Words>>> searchers;
    searchers.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        searchers.push_back(
            std::make_unique<Searcher<Words>>(model, seed_of_line(wish.seed, i), settings));
    }
    side_by_side(count, [&](std::size_t i) {
        searchers[i]->adopt_announced();
        searchers[i]->anneal(meters[i], {meters[i].spent(), leaning.until}, leaning.until);
        searchers[i]->polish();
    });
    meter = meters.front();
    const auto best = std::min_element(
        searchers.begin(), searchers.end(),
        [](const auto& a, const auto& b) { return a->best_cost() < b->best_cost(); });
    return plan_of(model, (*best)->best());
}

Proposal proposal_of(const Problem& problem, const Disruption& disruption, const char* name,
                     Plan plan) {
    Proposal proposal{.name = name, .plan = std::move(plan), .costs = {}, .changes = {}};
    proposal.costs = evaluate(problem, proposal.plan, disruption).costs;
    for (std::size_t v = 0; v < proposal.plan.visits.size(); ++v) {
        const Placement& was = disruption.announced.visits[v];
        const Placement& is = proposal.plan.visits[v];
        if (was != is) proposal.changes.push_back({v, was, is});
    }
    return proposal;
}

/// Breaks no constraint although somebody is absent and something closed.
bool still_holds(const Problem& problem, const Disruption& disruption) {
    return disruption.emergencies.empty() &&
           evaluate(problem, disruption.announced, disruption).violations.empty();
}

/// The cheapest first; of plans that are the same the first name stays.
void settle(std::vector<Proposal>& proposals) {
    std::vector<std::pair<Cost, std::size_t>> order;
    order.reserve(proposals.size());
    for (std::size_t p = 0; p < proposals.size(); ++p) {
        order.emplace_back(proposals[p].costs.total(), p);
    }
    std::sort(order.begin(), order.end());
    std::vector<Proposal> distinct;
    for (const auto& [cost, place] : order) {
        const Proposal& proposal = proposals[place];
        const auto is_same = [&](const Proposal& other) { return other.plan == proposal.plan; };
        if (std::none_of(distinct.begin(), distinct.end(), is_same)) {
            distinct.push_back(proposal);
        }
    }
    proposals = std::move(distinct);
}

Plan search_words(const Model& model, const Leaning& leaning, search::Meter& meter,
                  const RepairWish& wish, const Settings& settings) {
    switch (words_for(model.slots)) {
        case 2:
            return search_for<2>(model, leaning, meter, wish, settings);
        case 8:
            return search_for<8>(model, leaning, meter, wish, settings);
        default:
            return search_for<40>(model, leaning, meter, wish, settings);
    }
}

}  // namespace

Repair make_repair(const Problem& problem, const Disruption& disruption, const RepairWish& wish,
                   const search::Budget& budget, const Settings& settings) {
    Repair repair;
    if (still_holds(problem, disruption)) {
        repair.proposals.push_back(
            proposal_of(problem, disruption, leanings.front().name, disruption.announced));
        return repair;
    }
    search::Meter meter(budget);
    meter.goes_on_now();
    for (const Leaning& leaning : leanings) {
        Model model = make_model(problem, disruption);
        model.weights.moved *= leaning.moved_factor;
        model.most_moves = wish.most_moves;
        // Dearer than leaving anybody out, so that the cap holds whenever it can.
        const auto& unserved = problem.weights.unserved;
        model.move_over_cap = 10 * *std::max_element(unserved.begin(), unserved.end()) + 1000;
        Plan plan = search_words(model, leaning, meter, wish, settings);
        repair.proposals.push_back(proposal_of(problem, disruption, leaning.name, std::move(plan)));
    }
    repair.rounds = meter.rounds();
    settle(repair.proposals);
    return repair;
}

Plan undone(const Proposal& proposal) {
    Plan plan = proposal.plan;
    for (const Change& change : proposal.changes) plan.visits[change.visit] = change.was;
    return plan;
}

}  // namespace wayside::solver::plan
