// solver/find/slot_walk.hpp: every slot of a service that can be given in several ways, by start,
// then by the practitioner's id.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "solver/find/agenda.hpp"
#include "solver/find/pattern.hpp"
#include "solver/find/practitioners.hpp"
#include "solver/find/start_scan.hpp"

namespace wayside::solver::find {

class SlotWalk {
  public:
    /// What can be had at a start.
    struct Offer {
        std::size_t way = 0;  ///< which pattern
        std::optional<ResourceIndex> practitioner;
    };

    /// Both live as long as this.
    SlotWalk(const Agenda& agenda, std::span<const Pattern> ways);

    /// The first start in [from, to) at which all needs of some way are free, and therefore perhaps
    /// a slot: needs that share people may not all be filled.
    [[nodiscard]] std::optional<Tick> next(Tick from, Tick to);
    /// Calls `visit(offer)` for each at `start`, which `next` gave last: those of no practitioner
    /// first, then by the practitioner's id, then by way. Ends when it answers false.
    template <class Visit>
    void for_each_offer(Tick start, const Visit& visit) const;
    /// The first of them.
    [[nodiscard]] std::optional<Offer> first_offer(Tick start) const;
    /// The first start in [from, to) that has one.
    [[nodiscard]] std::optional<Tick> first_start(Tick from, Tick to);

    /// The practitioner's time after a start of this way; empty if it needs none.
    [[nodiscard]] TickSpan practitioner_holds(std::size_t way) const {
        return ways_[way].practitioners.holds();
    }

  private:
    struct Way {
        Way(const Agenda& agenda, const Pattern& pattern)
            : scan(agenda, pattern), practitioners(agenda, pattern) {}

        StartScan scan;
        Practitioners practitioners;
        std::optional<Tick> next{};  // what it had at the last question
    };

    [[nodiscard]] bool can_be_had(const Offer& offer, Tick start) const;

    std::vector<Way> ways_;
    std::vector<Offer> offers_;  // in order; all of them, at whatever start
};

template <class Visit>
void SlotWalk::for_each_offer(Tick start, const Visit& visit) const {
    for (const Offer& offer : offers_) {
        if (can_be_had(offer, start) && !visit(offer)) return;
    }
}

}  // namespace wayside::solver::find
