#include "tests/solver/shop/referee.hpp"

#include <algorithm>
#include <limits>

namespace wayside::solver::shop {

namespace {

const Mode& mode_of(const Shop& shop, const Schedule& schedule, std::size_t activity) {
    return shop.activities[activity].modes[schedule.modes[activity]];
}

/// Whether more than there is of a resource is in use at `now` by those that `is_placed`.
bool is_overfull(const Shop& shop, const Schedule& schedule, Time now,
                 const std::vector<bool>& is_placed) {
    std::vector<std::uint64_t> used(shop.capacities.size(), 0);
    for (std::size_t i = 0; i < shop.activities.size(); ++i) {
        const Mode& mode = mode_of(shop, schedule, i);
        const Time start = schedule.starts[i];
        if (!is_placed[i] || now < start || now >= start + mode.duration) continue;
        for (const Demand& demand : mode.demands) used[demand.resource] += demand.amount;
    }
    for (std::size_t k = 0; k < used.size(); ++k) {
        if (used[k] > shop.capacities[k]) return true;
    }
    return false;
}

bool is_overfull(const Shop& shop, const Schedule& schedule, Time from, Time to,
                 const std::vector<bool>& is_placed) {
    for (Time now = from; now < to; ++now) {
        if (is_overfull(shop, schedule, now, is_placed)) return true;
    }
    return false;
}

/// Lists what may still be done, every way; `best` falls.
void try_all(const Shop& shop, std::vector<Index>& list, const std::vector<Index>& modes,
             Time& best) {
    if (list.size() == shop.activities.size()) {
        best = std::min(best, built_plainly(shop, list, modes).makespan);
        return;
    }
    for (Index next = 0; next < shop.activities.size(); ++next) {
        if (std::find(list.begin(), list.end(), next) != list.end()) continue;
        bool is_ready = true;
        for (Index before = 0; before < shop.activities.size(); ++before) {
            const auto& successors = shop.activities[before].successors;
            const bool is_before =
                std::find(successors.begin(), successors.end(), next) != successors.end();
            const bool is_listed = std::find(list.begin(), list.end(), before) != list.end();
            is_ready = is_ready && (!is_before || is_listed);
        }
        if (!is_ready) continue;
        list.push_back(next);
        try_all(shop, list, modes, best);
        list.pop_back();
    }
}

}  // namespace

std::string broken_by(const Schedule& schedule, const Shop& shop) {
    const std::size_t count = shop.activities.size();
    if (schedule.starts.size() != count || schedule.modes.size() != count) return "size";
    Time last = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (schedule.modes[i] >= shop.activities[i].modes.size()) return "mode";
        const Time finish = schedule.starts[i] + mode_of(shop, schedule, i).duration;
        last = std::max(last, finish);
        for (const Index next : shop.activities[i].successors) {
            if (schedule.starts[next] < finish) return "precedence";
        }
    }
    if (last != schedule.makespan) return "makespan";
    const std::vector<bool> all(count, true);
    return is_overfull(shop, schedule, 0, last, all) ? "capacity" : "";
}

Schedule built_plainly(const Shop& shop, std::span<const Index> list,
                       std::span<const Index> modes) {
    Schedule out{std::vector<Time>(list.size(), 0), {modes.begin(), modes.end()}, 0};
    std::vector<bool> is_placed(list.size(), false);
    for (const Index each : list) {
        Time from = 0;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const auto& next = shop.activities[i].successors;
            if (std::find(next.begin(), next.end(), each) == next.end()) continue;
            from = std::max(from, out.starts[i] + mode_of(shop, out, i).duration);
        }
        is_placed[each] = true;
        out.starts[each] = from;
        const Time duration = mode_of(shop, out, each).duration;
        while (is_overfull(shop, out, out.starts[each], out.starts[each] + duration, is_placed)) {
            ++out.starts[each];
        }
        out.makespan = std::max(out.makespan, out.starts[each] + duration);
    }
    return out;
}

Schedule dispatched_plainly(const Shop& shop, std::span<const Index> list,
                            std::span<const Index> modes) {
    Schedule out{std::vector<Time>(list.size(), 0), {modes.begin(), modes.end()}, 0};
    std::vector<bool> is_placed(list.size(), false);
    for (Time now = 0; std::find(is_placed.begin(), is_placed.end(), false) != is_placed.end();
         ++now) {
        for (const Index each : list) {
            bool can_start = !is_placed[each];
            for (std::size_t i = 0; i < list.size(); ++i) {
                const auto& next = shop.activities[i].successors;
                if (std::find(next.begin(), next.end(), each) == next.end()) continue;
                const Time finish = out.starts[i] + mode_of(shop, out, i).duration;
                can_start = can_start && is_placed[i] && finish <= now;
            }
            if (!can_start) continue;
            const Time finish = now + mode_of(shop, out, each).duration;
            out.starts[each] = now;
            is_placed[each] = true;
            is_placed[each] = !is_overfull(shop, out, now, finish, is_placed);
            if (is_placed[each]) out.makespan = std::max(out.makespan, finish);
        }
    }
    return out;
}

Time least_makespan(const Shop& shop) {
    Time best = std::numeric_limits<Time>::max();
    std::vector<Index> modes(shop.activities.size(), 0);
    for (;;) {
        std::vector<Index> list;
        try_all(shop, list, modes, best);
        std::size_t at = 0;
        while (at < modes.size() && ++modes[at] == shop.activities[at].modes.size()) {
            modes[at++] = 0;
        }
        if (at == modes.size()) return best;
    }
}

std::vector<Index> random_list(const Shop& shop, search::Generator& generator) {
    std::vector<std::size_t> missing(shop.activities.size(), 0);
    for (const Activity& activity : shop.activities) {
        for (const Index next : activity.successors) ++missing[next];
    }
    std::vector<Index> ready;
    for (Index i = 0; i < missing.size(); ++i) {
        if (missing[i] == 0) ready.push_back(i);
    }
    std::vector<Index> list;
    while (!ready.empty()) {
        std::swap(ready[generator.index(ready.size())], ready.back());
        list.push_back(ready.back());
        ready.pop_back();
        for (const Index next : shop.activities[list.back()].successors) {
            if (--missing[next] == 0) ready.push_back(next);
        }
    }
    return list;
}

std::vector<Index> random_modes(const Shop& shop, search::Generator& generator) {
    std::vector<Index> modes;
    for (const Activity& activity : shop.activities) {
        modes.push_back(static_cast<Index>(generator.index(activity.modes.size())));
    }
    return modes;
}

}  // namespace wayside::solver::shop
