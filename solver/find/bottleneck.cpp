#include "solver/find/bottleneck.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <variant>

#include "solver/find/slot_walk.hpp"
#include "solver/find/start_scan.hpp"

namespace wayside::solver::find {

namespace {

/// No time at all is later than any.
bool is_later(std::optional<Tick> a, std::optional<Tick> b) {
    return b && (!a || *a > *b);
}

/// The first of those with the fewest starts.
std::size_t scarcest(std::vector<StartScan>& needs, TickSpan span) {
    std::size_t out = 0;
    std::int64_t fewest = INT64_MAX;
    for (std::size_t i = 0; i < needs.size(); ++i) {
        const std::int64_t starts = needs[i].count(span.begin, span.end, fewest);
        if (starts < fewest) out = i, fewest = starts;
    }
    return out;
}

Bottleneck bottleneck_of(const Agenda& agenda, const Pattern& pattern, TickSpan span) {
    std::optional<Bottleneck> alone;
    std::vector<StartScan> needs;
    needs.reserve(pattern.needs.size());
    for (std::size_t i = 0; i < pattern.needs.size(); ++i) {
        StartScan& own = needs.emplace_back(agenda, pattern, std::array{i});
        if (own.next(span.begin, span.end)) continue;
        const auto frees = own.next(span.end, agenda.horizon());
        if (!alone || is_later(frees, alone->frees)) alone = Bottleneck{0, i, true, frees, {}};
    }
    if (alone) return *alone;
    Bottleneck out{0, scarcest(needs, span), false, {}, {}};
    if (span.end < agenda.horizon()) {
        out.frees = SlotWalk(agenda, {&pattern, 1}).first_start(span.end, agenda.horizon());
    }
    return out;
}

/// The ways' own part of an agenda, as it would be without some of what is taken.
class Supposed {
  public:
    Supposed(const Agenda& agenda, std::span<const Pattern> ways)
        : agenda_(agenda), ways_(ways.begin(), ways.end()) {
        std::vector<std::optional<ResourceIndex>> new_resource(agenda.resources().size());
        std::vector<std::optional<PoolIndex>> new_pool(agenda.pools().size());
        const auto renumber = [](auto& known, auto& old_ones, std::uint32_t& one) {
            if (!known[one]) {
                known[one] = static_cast<std::uint32_t>(old_ones.size());
                old_ones.push_back(one);
            }
            one = *known[one];
        };
        for (Pattern& pattern : ways_) {
            for (Need& need : pattern.needs) {
                if (auto* places = std::get_if<Places>(&need.what)) {
                    renumber(new_pool, pools_, places->pool);
                    continue;
                }
                for (ResourceIndex& one : std::get<AnyOf>(need.what).alternatives) {
                    renumber(new_resource, resources_, one);
                }
            }
        }
    }

    [[nodiscard]] bool concerns(const Taking& taking) const {
        const auto is_among = [](const auto& some, std::uint32_t one) {
            return std::find(some.begin(), some.end(), one) != some.end();
        };
        const auto* places = std::get_if<Places>(&taking.what);
        return places ? is_among(pools_, places->pool)
                      : is_among(resources_, std::get<ResourceIndex>(taking.what));
    }

    [[nodiscard]] std::optional<Tick> first_start(std::span<const TakingId> without,
                                                  TickSpan span) const {
        Agenda part(agenda_.horizon());
        for (const ResourceIndex one : resources_) {
            part.add(Resource{agenda_.resources()[one].id, agenda_.calendar_if(one, without)});
        }
        for (const PoolIndex one : pools_) part.add(agenda_.pool_if(one, without));
        return SlotWalk(part, ways_).first_start(span.begin, span.end);
    }

  private:
    const Agenda& agenda_;
    std::vector<Pattern> ways_;             // in the part's own numbers
    std::vector<ResourceIndex> resources_;  // what they were
    std::vector<PoolIndex> pools_;
};

/// All that the ways take of somebody or something, when they begin in `span`.
TickSpan reach(std::span<const Pattern> ways, TickSpan span) {
    TickSpan out = span;
    for (const Pattern& pattern : ways) {
        for (const Need& need : pattern.needs) {
            out.begin = std::min(out.begin, span.begin + need.holds.begin);
            out.end = std::max(out.end, span.end - 1 + need.holds.end);
        }
    }
    return out;
}

Tick lapse(const Taking& taking) {
    return rounded_outward(0, taking.lease->until_minutes).end;
}

/// Those of `leases` without which alone `start` is no start.
std::vector<TakingId> those_in_the_way(const Supposed& supposed, std::vector<TakingId> leases,
                                       Tick start) {
    for (std::size_t i = leases.size(); i-- > 0;) {
        std::vector<TakingId> fewer = leases;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (supposed.first_start(fewer, {start, start + 1})) leases = std::move(fewer);
    }
    return leases;
}

std::optional<Held> held_of(const Agenda& agenda, std::span<const Pattern> ways, TickSpan span) {
    if (agenda.leases().empty()) return std::nullopt;
    const Supposed supposed(agenda, ways);
    const auto are_concerned = [&](TickSpan starts, Tick until) {
        const TickSpan around = reach(ways, starts);
        std::vector<TakingId> out;
        for (const TakingId id : agenda.leases()) {
            const Taking& one = agenda.takings().at(id);
            const TickSpan taken = one.ticks();
            const bool is_near = taken.begin < around.end && around.begin < taken.end;
            if (is_near && lapse(one) <= until && supposed.concerns(one)) out.push_back(id);
        }
        return out;
    };
    std::set<Tick> lapses;
    for (const TakingId id : are_concerned(span, span.end)) {
        lapses.insert(lapse(agenda.takings().at(id)));
    }
    for (const Tick until : lapses) {
        const TickSpan left{std::max(span.begin, until), span.end};
        const auto start = supposed.first_start(are_concerned(span, until), left);
        if (!start) continue;
        auto leases =
            those_in_the_way(supposed, are_concerned({*start, *start + 1}, until), *start);
        return Held{std::move(leases), until, *start};
    }
    return std::nullopt;
}

}  // namespace

Bottleneck find_bottleneck(const Agenda& agenda, std::span<const Pattern> ways, TickSpan span) {
    std::optional<Bottleneck> out;
    for (std::size_t way = 0; way < ways.size(); ++way) {
        Bottleneck own = bottleneck_of(agenda, ways[way], span);
        own.way = way;
        if (!out || is_later(out->frees, own.frees)) out = own;
    }
    if (!out) return {};
    out->held = held_of(agenda, ways, span);
    return *out;
}

}  // namespace wayside::solver::find
