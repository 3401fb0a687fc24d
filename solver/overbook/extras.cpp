#include "solver/overbook/extras.hpp"

#include <algorithm>
#include <numeric>

namespace wayside::solver::overbook {

namespace {

constexpr std::int64_t certain = 1'000'000'000;

/// chances[n]: that n people are there, in parts per billion; they add up to `certain`.
using Chances = std::vector<std::int64_t>;

/// One more may come: rounding goes to "does not come", so nothing is lost.
void add_patient(Chances& chances, std::int32_t show_ppm) {
    chances.push_back(0);
    for (std::size_t n = chances.size() - 1; n > 0; --n) {
        const std::int64_t comes = chances[n - 1] * show_ppm / per_million;
        chances[n] += comes;
        chances[n - 1] -= comes;
    }
}

/// One is seen, if anybody is there.
void see_one(Chances& chances) {
    if (chances.size() == 1) return;
    chances[1] += chances[0];
    chances.erase(chances.begin());
}

std::int64_t mean_of(const Chances& chances) {
    std::int64_t out = 0;
    for (std::size_t n = 0; n < chances.size(); ++n) {
        out += static_cast<std::int64_t>(n) * chances[n];
    }
    return out;
}

/// The n who are left after the last slot are seen one by one: the second waits one slot more, the
/// third two.
std::int64_t waits_after_end(const Chances& chances) {
    std::int64_t out = 0;
    for (std::size_t n = 0; n < chances.size(); ++n) {
        const auto left = static_cast<std::int64_t>(n);
        out += left * (left - 1) / 2 * chances[n];
    }
    return out;
}

/// Thousandths of minutes of so many slots in parts per billion.
std::int64_t milli_minutes(std::int64_t slots_ppb, std::int32_t slot_minutes) {
    return (slots_ppb / 1'000) * slot_minutes / 1'000;
}

std::int32_t overfull_ppm(const SlotSession& session) {
    Chances all{certain};
    for (const auto& slot : session.shows_ppm) {
        for (const std::int32_t show_ppm : slot) add_patient(all, show_ppm);
    }
    const std::size_t least = session.shows_ppm.size() + 2;
    if (all.size() <= least) return 0;
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(least);
    const std::int64_t ppb = std::accumulate(from, all.end(), std::int64_t{0});
    return static_cast<std::int32_t>((ppb + 999) / 1'000);
}

bool may_take_extra(const SlotSession& session, const Settled& settled, std::size_t slot) {
    const auto holds = [&](const std::vector<std::size_t>& slots) {
        return std::find(slots.begin(), slots.end(), slot) != slots.end();
    };
    return slot + 1 < session.shows_ppm.size() && !holds(settled.extra_slots) &&
           !holds(settled.closed_slots);
}

}  // namespace

const char* fault_of(const SlotSession& session, const Costs& costs, const Caps& caps,
                     std::int32_t extra_show_ppm) {
    const auto is_share = [](std::int32_t ppm) { return ppm >= 0 && ppm <= per_million; };
    const auto is_cost = [](std::int32_t cost) { return cost >= 0 && cost <= Costs::most; };
    if (session.shows_ppm.empty()) return "no_slot";
    if (session.shows_ppm.size() > max_slots) return "too_many";
    if (session.slot_minutes < 1 || session.slot_minutes > max_slot_minutes) {
        return "bad_slot_minutes";
    }
    for (const auto& slot : session.shows_ppm) {
        if (slot.size() > max_booked_in_slot) return "too_many";
        if (!std::all_of(slot.begin(), slot.end(), is_share)) return "bad_probability";
    }
    if (!is_share(extra_show_ppm)) return "bad_probability";
    if (!is_cost(costs.wait) || !is_cost(costs.idle) || !is_cost(costs.overtime)) return "bad_cost";
    const bool is_good_cap =
        caps.extras_percent >= 0 && caps.extras_percent <= 100 && is_share(caps.overfull_ppm);
    return is_good_cap ? nullptr : "bad_cap";
}

Expected expected_of(const SlotSession& session, const Costs& costs) {
    Chances backlog{certain};
    std::int64_t waiting = 0;
    std::int64_t idle = 0;
    for (const auto& slot : session.shows_ppm) {
        for (const std::int32_t show_ppm : slot) add_patient(backlog, show_ppm);
        idle += backlog.front();
        see_one(backlog);
        waiting += mean_of(backlog);
    }
    waiting += waits_after_end(backlog);

    Expected out;
    out.wait = milli_minutes(waiting, session.slot_minutes);
    out.idle = milli_minutes(idle, session.slot_minutes);
    out.overtime = milli_minutes(mean_of(backlog), session.slot_minutes);
    out.cost = costs.wait * out.wait + costs.idle * out.idle + costs.overtime * out.overtime;
    out.overfull_ppm = overfull_ppm(session);
    return out;
}

std::size_t most_extras(const SlotSession& session, const Caps& caps, const Settled& settled) {
    const std::size_t slots = settled.past_slots + session.shows_ppm.size();
    return slots * static_cast<std::size_t>(caps.extras_percent) / 100;
}

std::optional<Stop> cap_against(const SlotSession& session, const Caps& caps,
                                const Settled& settled, std::size_t slot,
                                std::int32_t extra_show_ppm) {
    const std::size_t extras = settled.past_extras + settled.extra_slots.size();
    if (extras >= most_extras(session, caps, settled)) return Stop::extras_cap;
    if (!may_take_extra(session, settled, slot)) return Stop::no_slot_left;
    SlotSession booked = session;
    booked.shows_ppm[slot].push_back(extra_show_ppm);
    if (overfull_ppm(booked) > caps.overfull_ppm) return Stop::overfull_cap;
    return std::nullopt;
}

Advice advise_extras(const SlotSession& session, const Costs& costs, const Caps& caps,
                     std::int32_t extra_show_ppm, const Settled& settled) {
    Advice out;
    out.without = expected_of(session, costs);
    out.with = out.without;
    SlotSession booked = session;
    Settled taken = settled;
    const std::size_t most = most_extras(session, caps, settled);
    while (taken.past_extras + taken.extra_slots.size() < most) {
        std::optional<std::size_t> best;
        Expected least;
        for (std::size_t slot = 0; slot < booked.shows_ppm.size(); ++slot) {
            if (!may_take_extra(booked, taken, slot)) continue;
            booked.shows_ppm[slot].push_back(extra_show_ppm);
            const Expected candidate = expected_of(booked, costs);
            booked.shows_ppm[slot].pop_back();
            if (best && candidate.cost >= least.cost) continue;
            best = slot;
            least = candidate;
        }
        if (!best) return out.stop = Stop::no_slot_left, out;
        if (least.cost >= out.with.cost) return out.stop = Stop::cost_would_rise, out;
        // Whoever comes in which slot does not change how many come: all slots are overfull alike.
        if (least.overfull_ppm > caps.overfull_ppm) return out.stop = Stop::overfull_cap, out;
        booked.shows_ppm[*best].push_back(extra_show_ppm);
        taken.extra_slots.push_back(*best);
        out.extra_slots.push_back(*best);
        out.with = least;
    }
    out.stop = Stop::extras_cap;
    return out;
}

const char* name_of(Stop stop) {
    switch (stop) {
        case Stop::cost_would_rise:
            return "cost_would_rise";
        case Stop::extras_cap:
            return "extras_cap";
        case Stop::overfull_cap:
            return "overfull_cap";
        case Stop::no_slot_left:
            return "no_slot_left";
    }
    return "";
}

}  // namespace wayside::solver::overbook
