#include "solver/queue/order.hpp"

#include <algorithm>
#include <utility>

namespace wayside::solver::queue {

namespace {

bool keeps_slot(const Ticket& ticket, const Scale& scale) {
    return ticket.slot_ms.has_value() && !scale.classes[ticket.of_class].is_strict;
}

}  // namespace

DueFrom due_from(const Ticket& ticket, const Scale& scale) {
    if (!keeps_slot(ticket, scale)) return DueFrom::target;
    return ticket.arrival_ms > *ticket.slot_ms ? DueFrom::arrival : DueFrom::slot;
}

Key key_of(const Ticket& ticket, const Scale& scale) {
    const std::int64_t due = keeps_slot(ticket, scale)
                                 ? std::max(ticket.arrival_ms, *ticket.slot_ms)
                                 : ticket.arrival_ms + scale.classes[ticket.of_class].target_ms;
    return {scale.tier(ticket.of_class), due, ticket.arrival_ms, ticket.id};
}

std::int64_t callable_from_ms(const Ticket& ticket, const Scale& scale) {
    if (!keeps_slot(ticket, scale)) return ticket.arrival_ms;
    return std::max(ticket.arrival_ms, *ticket.slot_ms - scale.early_call_ms);
}

std::vector<std::size_t> calling_order(const std::vector<Ticket>& tickets, const Scale& scale) {
    std::vector<std::pair<Key, std::size_t>> keyed;
    keyed.reserve(tickets.size());
    for (std::size_t i = 0; i < tickets.size(); ++i)
        keyed.emplace_back(key_of(tickets[i], scale), i);
    std::sort(keyed.begin(), keyed.end());
    std::vector<std::size_t> out;
    out.reserve(keyed.size());
    for (const auto& [key, place] : keyed) out.push_back(place);
    return out;
}

Explanation explain(const Ticket& first, const Ticket& second, const Scale& scale) {
    Explanation out;
    out.first = key_of(first, scale);
    out.second = key_of(second, scale);
    out.first_due = due_from(first, scale);
    out.second_due = due_from(second, scale);
    out.first_goes_before = out.first < out.second;
    out.because = out.first.tier != out.second.tier               ? Part::tier
                  : out.first.due_ms != out.second.due_ms         ? Part::due
                  : out.first.arrival_ms != out.second.arrival_ms ? Part::arrival
                                                                  : Part::id;
    return out;
}

const char* name_of(Part part) {
    switch (part) {
        case Part::tier:
            return "tier";
        case Part::due:
            return "due";
        case Part::arrival:
            return "arrival";
        case Part::id:
            return "ticket";
    }
    return "";
}

const char* name_of(DueFrom from) {
    switch (from) {
        case DueFrom::slot:
            return "slot";
        case DueFrom::arrival:
            return "arrival";
        case DueFrom::target:
            return "target";
    }
    return "";
}

}  // namespace wayside::solver::queue
