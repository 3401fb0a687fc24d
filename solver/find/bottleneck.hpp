// solver/find/bottleneck.hpp: why there is no slot: which need stands in the way, when it frees,
// and who holds it for somebody until then.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "solver/find/agenda.hpp"
#include "solver/find/pattern.hpp"

namespace wayside::solver::find {

/// Leases that stand in the way, and in whose place there would be a slot.
struct Held {
    /// None is too many: without all of them there is a slot at `start`, with any one of them none.
    std::vector<TakingId> leases;
    Tick until = 0;  ///< when the last of them lapses
    Tick start = 0;  ///< in the span that was asked for, and not before `until`
};

/// The need that an empty answer is down to.
struct Bottleneck {
    std::size_t way = 0;   ///< of several, the one that frees first
    std::size_t need = 0;  ///< its place in the pattern
    /// It has no start of its own in the span that was asked for. Otherwise each need has some,
    /// only never together, and this one has the fewest (the first of those with so few).
    bool is_alone_enough = false;
    /// The first start after the span: of this need alone if that is enough, else of the whole
    /// pattern. Empty if there is none up to the horizon.
    std::optional<Tick> frees;
    /// The leases whose end makes the first slot of the span, if any does.
    std::optional<Held> held;
};

/// Says why no way has a slot that begins in `span`. Needs that are no fault of anybody's (a
/// pattern without needs) have no bottleneck; the first need is named then. Cost: a search for each
/// need, and one for each end of a lease that concerns the ways in this span.
Bottleneck find_bottleneck(const Agenda& agenda, std::span<const Pattern> ways, TickSpan span);

}  // namespace wayside::solver::find
