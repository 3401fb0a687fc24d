// Slot queries: 240 resources in groups, 28 days, four or five needs, calendars 80 % full and
// fuller at the front. Each query is answered three ways in the same run, and all starts must
// agree: the solver with prepared erosions, the solver as it is, and sorted interval lists.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "solver/find/find_slots.hpp"
#include "tests/bench/solver/t1/interval_rival.hpp"

namespace {

using namespace wayside;
using solver::find::Tick;

constexpr Tick day_ticks = 288;
constexpr Tick horizon = 28 * day_ticks;
constexpr std::size_t resources = 240;
constexpr std::size_t groups = 6;
constexpr std::size_t queries = 2'000;
constexpr Tick lengths[]{2, 3, 4, 6, 9, 12, 18};

struct World {
    solver::find::Agenda agenda{horizon};
    std::vector<bench::Intervals> free;
    std::vector<std::vector<std::uint32_t>> groups;
    double full_share = 0;
};

/// Each works from 08:00 to 17:00, with a break; bookings of 10 to 60 minutes are added at random
/// until a day's share is taken: nearly all of the first days, less and less later, 80 % over all.
std::vector<bool> random_free(std::mt19937_64& random, double& taken, double& open) {
    std::vector<bool> out(static_cast<std::size_t>(horizon), false);
    for (Tick day = 0; day < 28; ++day) {
        const Tick begin = day * day_ticks + 96;
        const Tick end = begin + 108;
        for (Tick at = begin; at < end; ++at) {
            const bool is_break = at >= begin + 48 && at < begin + 56;
            out[static_cast<std::size_t>(at)] = !is_break;
        }
        const double share = std::min(0.99, 0.97 - 0.34 * day / 27.0);
        Tick used = 0;
        for (int tries = 0; used < share * 100 && tries < 4'000; ++tries) {
            const Tick at = begin + static_cast<Tick>(random() % 108);
            const Tick length = 2 + static_cast<Tick>(random() % 11);
            for (Tick tick = at; tick < std::min(at + length, end); ++tick) {
                if (!out[static_cast<std::size_t>(tick)]) break;
                out[static_cast<std::size_t>(tick)] = false;
                ++used;
            }
        }
        taken += used;
        open += 100;
    }
    return out;
}

World make_world() {
    World out;
    std::mt19937_64 random(5);
    double taken = 0;
    double open = 0;
    out.groups.resize(groups);
    for (std::size_t i = 0; i < resources; ++i) {
        const auto is_free = random_free(random, taken, open);
        solver::find::Calendar calendar(horizon);
        bench::Intervals intervals;
        for (Tick at = 0; at < horizon;) {
            Tick end = at;
            while (end < horizon && is_free[static_cast<std::size_t>(end)]) ++end;
            if (end > at) {
                intervals.emplace_back(at, end);
                calendar.open(at * 5, end * 5);
            }
            at = end + 1;
        }
        out.agenda.add(
            solver::find::Resource{"r" + std::to_string(1'000 + i), std::move(calendar)});
        out.free.push_back(std::move(intervals));
        out.groups[i % groups].push_back(static_cast<std::uint32_t>(i));
    }
    out.full_share = taken / open;
    return out;
}

struct Query {
    solver::find::Pattern pattern;
    std::vector<std::vector<std::uint32_t>> groups;
    Tick length = 0;
    Tick from = 0;
};

std::vector<Query> make_queries(const World& world) {
    std::vector<Query> out;
    std::mt19937_64 random(6);
    for (std::size_t i = 0; i < queries; ++i) {
        Query query;
        query.length = lengths[random() % std::size(lengths)];
        query.from = static_cast<Tick>(random() % (7 * day_ticks));
        std::vector<std::size_t> order(groups);
        for (std::size_t g = 0; g < groups; ++g) order[g] = g;
        std::shuffle(order.begin(), order.end(), random);
        order.resize(4 + random() % 2);
        for (const std::size_t group : order) {
            query.groups.push_back(world.groups[group]);
            query.pattern.needs.push_back({"group", solver::find::AnyOf{world.groups[group], 1},
                                           solver::find::TickSpan{0, query.length}});
        }
        out.push_back(std::move(query));
    }
    return out;
}

/// One way to answer. Each query is asked several times, and its shortest time counts: what else
/// the machine does is not what is measured.
struct Measured {
    std::vector<double> us = std::vector<double>(queries, 1e9);
    std::vector<Tick> starts = std::vector<Tick>(queries, -1);  // -1: none

    template <class Ask>
    void measure(std::size_t query, const Ask& ask) {
        const auto begin = std::chrono::steady_clock::now();
        starts[query] = ask();
        const auto end = std::chrono::steady_clock::now();
        const double took = std::chrono::duration<double, std::micro>(end - begin).count();
        us[query] = std::min(us[query], took);
    }

    void print(const char* name) {
        std::sort(us.begin(), us.end());
        std::printf("%-28s median %8.2f us   p99 %8.2f us   most %8.2f us\n", name,
                    us[us.size() / 2], us[us.size() * 99 / 100], us.back());
    }
};

Tick first_start(const solver::find::Agenda& agenda, const Query& query) {
    const solver::find::Question question{query.from, horizon, 1, solver::find::Choose::first, {}};
    const solver::find::Answer answer = find_slots(agenda, query.pattern, question);
    return answer.slots.empty() ? -1 : answer.slots[0].start;
}

}  // namespace

int main() {
    const World world = make_world();
    const auto all = make_queries(world);
    solver::find::Agenda prepared = world.agenda;
    for (const auto& group : world.groups) {
        for (const Tick length : lengths) prepared.prepare(solver::find::AnyOf{group, 1}, length);
    }

    Measured with_erosions;
    Measured plain;
    Measured rival;
    for (int repeat = 0; repeat < 5; ++repeat) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            with_erosions.measure(i, [&] { return first_start(prepared, all[i]); });
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            plain.measure(i, [&] { return first_start(world.agenda, all[i]); });
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            rival.measure(i, [&] {
                return bench::earliest_start(world.free, all[i].groups, all[i].length, all[i].from,
                                             horizon)
                    .value_or(-1);
            });
        }
    }

    const bool is_same = with_erosions.starts == rival.starts && plain.starts == rival.starts;
    const auto none = std::count(rival.starts.begin(), rival.starts.end(), -1);
    std::printf(
        "%zu queries, %zu resources in %zu groups, 28 days, %.0f %% taken; %ld without an "
        "answer; starts agree: %s\n",
        queries, resources, groups, world.full_share * 100, static_cast<long>(none),
        is_same ? "yes" : "NO");
    with_erosions.print("bitsets, prepared");
    plain.print("bitsets");
    rival.print("sorted intervals");
    return is_same ? 0 : 1;
}
