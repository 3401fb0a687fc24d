#include "solver/find/slot_walk.hpp"

#include <algorithm>
#include <tuple>

namespace wayside::solver::find {

SlotWalk::SlotWalk(const Agenda& agenda, std::span<const Pattern> ways) {
    ways_.reserve(ways.size());
    for (std::size_t way = 0; way < ways.size(); ++way) {
        const Practitioners& practitioners = ways_.emplace_back(agenda, ways[way]).practitioners;
        if (!practitioners.are_needed()) offers_.push_back({way, std::nullopt});
        for (const ResourceIndex who : practitioners.by_id()) offers_.push_back({way, who});
    }
    if (ways.size() < 2) return;
    std::sort(offers_.begin(), offers_.end(), [&](const Offer& a, const Offer& b) {
        const auto key = [&](const Offer& one) {
            const std::uint32_t rank = one.practitioner ? agenda.rank(*one.practitioner) : 0;
            return std::tuple{one.practitioner.has_value(), rank, one.way};
        };
        return key(a) < key(b);
    });
}

std::optional<Tick> SlotWalk::next(Tick from, Tick to) {
    std::optional<Tick> out;
    for (Way& way : ways_) {
        way.next = way.scan.next(from, to);
        if (way.next && (!out || *way.next < *out)) out = way.next;
    }
    return out;
}

bool SlotWalk::can_be_had(const Offer& offer, Tick start) const {
    const Way& way = ways_[offer.way];
    if (way.next != start) return false;
    return !offer.practitioner || way.practitioners.can_give(*offer.practitioner, start);
}

std::optional<SlotWalk::Offer> SlotWalk::first_offer(Tick start) const {
    std::optional<Offer> out;
    for_each_offer(start, [&](const Offer& offer) {
        out = offer;
        return false;
    });
    return out;
}

std::optional<Tick> SlotWalk::first_start(Tick from, Tick to) {
    auto at = next(from, to);
    while (at && !first_offer(*at)) at = next(*at + 1, to);
    return at;
}

}  // namespace wayside::solver::find
