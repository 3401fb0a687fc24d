#include "solver/find/objective.hpp"

#include <algorithm>

namespace wayside::solver::find {

namespace {

/// A run of free ticks that ends, or begins, at a slot: of no use if it is short.
Tick lost(Tick run, Tick shortest_use) {
    return run < shortest_use ? run : 0;
}

}  // namespace

std::int64_t Prices::wait(Tick start) const {
    return objective_.urgency.per_tick_of_wait * (start - from_);
}

std::int64_t Prices::lateness(Tick start) const {
    const Urgency& urgency = objective_.urgency;
    if (!urgency.latest_start || start <= *urgency.latest_start) return 0;
    return urgency.per_tick_late * (start - *urgency.latest_start);
}

std::int64_t Prices::least_from(Tick start) const {
    return wait(start) + lateness(start);
}

bool Prices::is_wished_time(Tick start) const {
    const auto& times = objective_.wishes.times;
    return std::any_of(times.begin(), times.end(),
                       [&](const TickSpan& span) { return span.holds(start); });
}

Tick Prices::journey_to(std::uint32_t site) const {
    const auto& journeys = objective_.travel.journeys;
    return site < journeys.size() ? journeys[site] : 0;
}

bool Prices::can_be_under_way(const Pattern& pattern, Tick start) const {
    const Tick journey = journey_to(pattern.site);
    const TickSpan away{start - journey, start + pattern.stay + journey};
    const auto& times = objective_.travel.times;
    return std::any_of(times.begin(), times.end(), [&](const TickSpan& span) {
        return span.begin <= away.begin && away.end <= span.end;
    });
}

Tick Prices::lost_ticks(ResourceIndex who, TickSpan span) const {
    const Resource& resource = agenda_.resources()[who];
    const Tick use = resource.shortest_use;
    const TickSet& free = resource.calendar.free();
    return lost(free.run_before(span.begin, use), use) + lost(free.run_from(span.end, use), use);
}

Costs Prices::of(const Pattern& pattern, Tick start, std::optional<ResourceIndex> who,
                 TickSpan holds) const {
    const auto& [urgency, wishes, fill, travel] = objective_;
    Costs out{wait(start), lateness(start)};
    if (!wishes.times.empty() && !is_wished_time(start)) out.time = wishes.outside_times;
    if (wishes.practitioner && who != wishes.practitioner) {
        out.practitioner = wishes.other_practitioner;
    }
    if (who && fill.per_lost_tick > 0) {
        const Tick lost = lost_ticks(*who, {start + holds.begin, start + holds.end});
        out.gaps = fill.per_lost_tick * lost;
    }
    out.journey = travel.per_tick_of_journey * journey_to(pattern.site);
    if (!travel.times.empty() && !can_be_under_way(pattern, start)) {
        out.out_of_times = travel.outside_times;
    }
    return out;
}

}  // namespace wayside::solver::find
