#include "tests/solver/find/naive_clinic.hpp"

#include <algorithm>
#include <cstdlib>

namespace wayside::solver::find::naive {

namespace {

/// Below `bound`.
Tick draw(std::mt19937_64& random, Tick bound) {
    return static_cast<Tick>(random() % static_cast<std::uint64_t>(bound));
}

std::size_t at_tick(Tick tick) {
    return static_cast<std::size_t>(tick);
}

void add_people(std::mt19937_64& random, Clinic& clinic) {
    const Tick horizon = clinic.horizon;
    for (int i = 0; i < 5; ++i) {
        clinic.ids.push_back(std::string(1, static_cast<char>('a' + (i * 3) % 5)));
        Calendar calendar(horizon);
        std::vector<bool> table(at_tick(horizon), false);
        for (Tick at = draw(random, 60); at < horizon; at += 40 + draw(random, 90)) {
            const Tick end = std::min(horizon, at + 10 + draw(random, 80));
            calendar.open(at * 5, end * 5);
            for (Tick tick = at; tick < end; ++tick) table[at_tick(tick)] = true;
        }
        for (int taken = 0; taken < 12; ++taken) {
            const Tick begin = draw(random, horizon * 5);
            const Tick end = begin + 1 + draw(random, 90);
            calendar.take(begin, end);
            for (Tick minute = begin; minute < std::min(end, horizon * 5); ++minute) {
                table[at_tick(minute / 5)] = false;
            }
        }
        clinic.shortest_use.push_back(draw(random, 7));
        clinic.agenda.add(
            Resource{clinic.ids.back(), std::move(calendar), clinic.shortest_use.back()});
        clinic.is_free.push_back(std::move(table));
    }
}

void add_rooms(std::mt19937_64& random, Clinic& clinic) {
    Pool pool("rooms", clinic.places, clinic.horizon);
    clinic.places_used.assign(at_tick(clinic.horizon), 0);
    for (int taken = 0; taken < 20; ++taken) {
        const Tick begin = draw(random, clinic.horizon);
        const Tick end = begin + 1 + draw(random, 30);
        pool.take(begin * 5, end * 5, 1);
        for (Tick at = begin; at < std::min(end, clinic.horizon); ++at) {
            ++clinic.places_used[at_tick(at)];
        }
    }
    clinic.agenda.add(std::move(pool));
}

Pattern random_way(std::mt19937_64& random) {
    const auto some_of = [&] {
        std::vector<ResourceIndex> some;
        for (ResourceIndex i = 0; i < 5; ++i) {
            if (random() % 3 != 0) some.push_back(i);
        }
        std::shuffle(some.begin(), some.end(), random);
        return some;
    };
    const Tick length = 1 + draw(random, 14);
    Pattern out;
    out.needs.push_back({"giver", AnyOf{some_of(), 1 + draw(random, 2)}, {0, length}});
    if (random() % 2 == 0) {
        const Tick begin = -draw(random, 4);
        const TickSpan holds{begin, length + draw(random, 5)};
        out.needs.push_back({"helper", AnyOf{some_of(), 1}, holds});
    }
    if (random() % 2 == 0) {
        out.needs.push_back({"room", Places{0, 1}, {0, length + draw(random, 3)}});
    }
    out.stay = length;
    out.site = static_cast<std::uint32_t>(random() % 2);
    return out;
}

Costs costs_of(const Clinic& clinic, const Question& question, const Pattern& way, Tick at,
               ResourceIndex who) {
    const Objective& wish = question.objective;
    Costs out;
    for (Tick tick = question.from; tick < at; ++tick) {
        out.wait += wish.urgency.per_tick_of_wait;
        const bool is_late = wish.urgency.latest_start && tick >= *wish.urgency.latest_start;
        if (is_late) out.lateness += wish.urgency.per_tick_late;
    }
    bool is_wished = wish.wishes.times.empty();
    for (const auto& span : wish.wishes.times) is_wished |= at >= span.begin && at < span.end;
    if (!is_wished) out.time = wish.wishes.outside_times;
    if (wish.wishes.practitioner && who != *wish.wishes.practitioner) {
        out.practitioner = wish.wishes.other_practitioner;
    }
    const TickSpan& holds = way.needs[0].holds;
    const auto is_free = [&](Tick tick) { return clinic.free_over(who, tick, tick + 1); };
    Tick before = 0;
    while (is_free(at + holds.begin - 1 - before)) ++before;
    Tick after = 0;
    while (is_free(at + holds.end + after)) ++after;
    for (const Tick gap : {before, after}) {
        if (gap < clinic.shortest_use[who]) out.gaps += gap * wish.fill.per_lost_tick;
    }
    const Tick journey =
        way.site < wish.travel.journeys.size() ? wish.travel.journeys[way.site] : 0;
    out.journey = journey * wish.travel.per_tick_of_journey;
    bool is_within = wish.travel.times.empty();
    for (const auto& span : wish.travel.times) {
        is_within |= at - journey >= span.begin && at + way.stay + journey <= span.end;
    }
    if (!is_within) out.out_of_times = wish.travel.outside_times;
    return out;
}

}  // namespace

bool Clinic::free_over(std::size_t who, Tick begin, Tick end) const {
    if (begin < 0 || end > horizon) return false;
    for (Tick at = begin; at < end; ++at) {
        if (!is_free[who][at_tick(at)]) return false;
    }
    return true;
}

/// Tries every way to fill the needs from number `need` on; `left` more of that one.
bool Clinic::can_fill(const Pattern& pattern, std::size_t need, int left, Tick start,
                      std::vector<bool>& used) const {
    if (left == 0) {
        if (++need == pattern.needs.size()) return true;
        const auto* any_of = std::get_if<AnyOf>(&pattern.needs[need].what);
        return can_fill(pattern, need, any_of ? any_of->count : 1, start, used);
    }
    const Need& one = pattern.needs[need];
    const Tick begin = start + one.holds.begin;
    const Tick end = start + one.holds.end;
    if (const auto* asked = std::get_if<Places>(&one.what)) {
        if (begin < 0 || end > horizon) return false;
        for (Tick at = begin; at < end; ++at) {
            if (places_used[at_tick(at)] + asked->count > places) return false;
        }
        return can_fill(pattern, need, 0, start, used);
    }
    for (const ResourceIndex who : std::get<AnyOf>(one.what).alternatives) {
        if (used[who] || !free_over(who, begin, end)) continue;
        used[who] = true;
        const bool fits = can_fill(pattern, need, left - 1, start, used);
        used[who] = false;
        if (fits) return true;
    }
    return false;
}

bool Clinic::can_begin(const Pattern& pattern, Tick start, std::vector<bool> used) const {
    const auto* any_of = std::get_if<AnyOf>(&pattern.needs[0].what);
    return can_fill(pattern, 0, any_of ? any_of->count : 1, start, used);
}

std::vector<ResourceIndex> Clinic::givers(const Pattern& pattern, Tick start) const {
    const TickSpan& holds = pattern.needs[0].holds;
    std::vector<ResourceIndex> out;
    for (const ResourceIndex who : std::get<AnyOf>(pattern.needs[0].what).alternatives) {
        std::vector<bool> used(ids.size(), false);
        used[who] = true;
        const int left = std::get<AnyOf>(pattern.needs[0].what).count - 1;
        const bool is_there = free_over(who, start + holds.begin, start + holds.end);
        if (is_there && can_fill(pattern, 0, left, start, used)) out.push_back(who);
    }
    return out;
}

bool Clinic::is_start(Tick start) const {
    return std::any_of(ways.begin(), ways.end(), [&](const Pattern& way) {
        return can_begin(way, start, std::vector<bool>(ids.size(), false));
    });
}

Clinic random_clinic(std::mt19937_64& random) {
    const Tick horizon = 120 + draw(random, 700);
    Clinic out{horizon, Agenda(horizon), {}, {}, {}, {}, 1 + draw(random, 3), {}};
    add_people(random, out);
    add_rooms(random, out);
    out.ways.push_back(random_way(random));
    if (random() % 3 == 0) out.ways.push_back(random_way(random));
    if (random() % 2 == 0) return out;
    for (const Pattern& way : out.ways) {
        for (const Need& need : way.needs) {
            if (random() % 3 == 0) continue;
            out.agenda.prepare(need.what, need.holds.end - need.holds.begin);
        }
    }
    return out;
}

Question random_question(std::mt19937_64& random, const Clinic& clinic) {
    const Tick from = draw(random, clinic.horizon) - 10;
    Question out{from, from + draw(random, clinic.horizon), 1 + random() % 4};
    const auto some = [&](Tick bound) { return std::int64_t{draw(random, bound)}; };
    out.objective.urgency.per_tick_of_wait = some(3);
    if (random() % 2 == 0) {
        out.objective.urgency.latest_start = from + draw(random, 200);
        out.objective.urgency.per_tick_late = some(6);
    }
    if (random() % 3 != 0) out.objective.wishes.times = {{from + 20, from + 60}, {from + 200, 900}};
    out.objective.wishes.outside_times = some(100);
    if (random() % 3 != 0) {
        out.objective.wishes.practitioner = static_cast<ResourceIndex>(random() % 5);
    }
    out.objective.wishes.other_practitioner = some(100);
    out.objective.fill.per_lost_tick = some(3) * 10;
    if (random() % 2 == 0) {
        out.objective.travel = {{draw(random, 20), draw(random, 30)}, some(4), {}, some(100)};
        if (random() % 2 == 0) out.objective.travel.times = {{from, from + 90}, {from + 150, 600}};
    }
    return out;
}

std::vector<Slot> all_slots(const Clinic& clinic, const Question& question) {
    std::vector<Slot> out;
    const Tick end = std::min(question.to, clinic.horizon);
    for (Tick at = std::max<Tick>(question.from, 0); at < end; ++at) {
        const std::size_t first = out.size();
        for (std::size_t way = 0; way < clinic.ways.size(); ++way) {
            for (const ResourceIndex who : clinic.givers(clinic.ways[way], at)) {
                const Costs costs = costs_of(clinic, question, clinic.ways[way], at, who);
                out.push_back({at, who, way, costs.total(), costs, {}});
            }
        }
        std::stable_sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
                         [&](const Slot& a, const Slot& b) {
                             return clinic.ids[*a.practitioner] < clinic.ids[*b.practitioner];
                         });
    }
    return out;
}

std::vector<Slot> first_of(const std::vector<Slot>& all, std::size_t count) {
    std::vector<Slot> out;
    for (const Slot& slot : all) {
        const bool is_new = out.empty() || out.back().start != slot.start;
        if (out.size() < count && is_new) out.push_back(slot);
    }
    return out;
}

std::vector<Slot> best_of(std::vector<Slot> all, std::size_t count) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Slot& a, const Slot& b) { return a.cost < b.cost; });
    all.resize(std::min(all.size(), count));
    return all;
}

std::vector<Slot> diverse_of(const std::vector<Slot>& all, const Question& question) {
    std::vector<Slot> out;
    std::vector<bool> is_chosen(all.size(), false);
    while (out.size() < question.count) {
        std::size_t chosen = all.size();
        std::int64_t least = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            bool near = false;
            bool same = false;
            for (const Slot& one : out) {
                near |= std::abs(one.start - all[i].start) < 12;
                same |= one.practitioner == all[i].practitioner;
            }
            const std::int64_t cost = all[i].cost + question.objective.urgency.per_tick_of_wait *
                                                        ((near ? 36 : 0) + (same ? 24 : 0));
            if (is_chosen[i] || (chosen < all.size() && cost >= least)) continue;
            chosen = i;
            least = cost;
        }
        if (chosen == all.size()) break;
        is_chosen[chosen] = true;
        out.push_back(all[chosen]);
    }
    return out;
}

}  // namespace wayside::solver::find::naive
