#include "tests/bench/solver/t3/made_instances.hpp"

#include <algorithm>
#include <vector>

#include "solver/search/generator.hpp"

namespace wayside::bench {

namespace {

using solver::search::Generator;
using solver::shop::Activity;
using solver::shop::Index;
using solver::shop::Mode;
using solver::shop::Shop;
using solver::shop::Time;

/// Every job gets a predecessor and a successor, then arcs from lower to higher numbers are added
/// until there are enough of them; no job has more than three in or out by these.
void add_precedence(Shop& shop, const ProjectWish& wish, Generator& generator) {
    const Index sink = wish.jobs + 1;
    std::vector<std::uint32_t> before(sink + 1, 0);
    std::size_t arcs = 0;
    const auto add = [&](Index from, Index to) {
        auto& next = shop.activities[from].successors;
        if (std::find(next.begin(), next.end(), to) != next.end()) return;
        next.push_back(to);
        ++before[to];
        ++arcs;
    };
    const Index starts = std::min<Index>(3, wish.jobs);
    for (Index to = 1; to <= wish.jobs; ++to) {
        add(to <= starts ? 0 : std::max<Index>(1, to - 1 - generator.below(std::min(to - 1, 12U))),
            to);
    }
    const std::size_t wanted = std::size_t{wish.jobs} * wish.complexity / 100;
    for (std::uint32_t tries = 0; arcs < wanted && tries < wish.jobs * 50; ++tries) {
        const Index from = 1 + generator.below(wish.jobs);
        const Index to = from + 1 + generator.below(std::max(1U, wish.jobs / 4));
        if (to <= wish.jobs && before[to] < 3 && shop.activities[from].successors.size() < 3) {
            add(from, to);
        }
    }
    for (Index from = 1; from <= wish.jobs; ++from) {
        auto& next = shop.activities[from].successors;
        if (next.empty()) next.push_back(sink);
        std::sort(next.begin(), next.end());
    }
}

/// The most of each resource that is in use at once if every job starts as early as precedence
/// allows.
std::vector<std::uint32_t> peaks_of(const Shop& shop) {
    std::vector<Time> starts(shop.activities.size(), 0);
    Time end = 0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const Time finish = starts[i] + shop.activities[i].modes[0].duration;
        for (const Index next : shop.activities[i].successors) {
            starts[next] = std::max(starts[next], finish);
        }
        end = std::max(end, finish);
    }
    std::vector<std::uint32_t> peaks(shop.capacities.size(), 0);
    for (Time now = 0; now < end; ++now) {
        std::vector<std::uint32_t> used(peaks.size(), 0);
        for (std::size_t i = 0; i < starts.size(); ++i) {
            const Mode& mode = shop.activities[i].modes[0];
            if (starts[i] > now || starts[i] + mode.duration <= now) continue;
            for (const auto& demand : mode.demands) used[demand.resource] += demand.amount;
        }
        for (std::size_t k = 0; k < peaks.size(); ++k) peaks[k] = std::max(peaks[k], used[k]);
    }
    return peaks;
}

}  // namespace

Shop made_project(const ProjectWish& wish, std::uint64_t seed) {
    Generator generator = Generator::derived(seed, wish.jobs);
    Shop shop{std::vector<std::uint32_t>(wish.resources, 0), {}};
    shop.activities.resize(wish.jobs + 2, Activity{{Mode{}}, {}});
    std::vector<std::uint32_t> largest(wish.resources, 1);
    for (Index job = 1; job <= wish.jobs; ++job) {
        Mode& mode = shop.activities[job].modes[0];
        mode.duration = 1 + generator.below(10);
        for (Index k = 0; k < wish.resources; ++k) {
            if (generator.below(100) >= wish.factor) continue;
            mode.demands.push_back({k, 1 + generator.below(10)});
            largest[k] = std::max(largest[k], mode.demands.back().amount);
        }
    }
    add_precedence(shop, wish, generator);
    const std::vector<std::uint32_t> peaks = peaks_of(shop);
    for (Index k = 0; k < wish.resources; ++k) {
        const std::uint32_t above = std::max(peaks[k], largest[k]) - largest[k];
        shop.capacities[k] = largest[k] + (above * wish.strength + 50) / 100;
    }
    return shop;
}

Shop made_job_shop(const JobShopWish& wish, std::uint64_t seed) {
    Generator generator = Generator::derived(seed, wish.machines);
    Shop shop{std::vector<std::uint32_t>(wish.machines, 1), {}};
    std::vector<Index> machines(wish.machines);
    for (Index i = 0; i < wish.machines; ++i) machines[i] = i;
    for (std::uint32_t job = 0; job < wish.jobs; ++job) {
        for (std::uint32_t k = 0; k < wish.operations; ++k) {
            Activity operation;
            generator.shuffle(std::span<Index>(machines));
            const std::uint32_t choices =
                1 + generator.below(std::min(wish.choices, wish.machines));
            for (std::uint32_t choice = 0; choice < choices; ++choice) {
                operation.modes.push_back(
                    {1 + generator.below(wish.longest), {{machines[choice], 1}}});
            }
            const auto next = static_cast<Index>(shop.activities.size() + 1);
            if (k + 1 < wish.operations) operation.successors.push_back(next);
            shop.activities.push_back(std::move(operation));
        }
    }
    return shop;
}

}  // namespace wayside::bench
