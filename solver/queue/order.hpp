// solver/queue/order.hpp: in which order tickets are called, and why.
//
// The order is a key that reads no clock, so every replica shows the same queue from the same
// entries; the present only decides whether a ticket may be called yet (design 13).
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "solver/queue/scale.hpp"

namespace wayside::solver::queue {

/// What the order needs to know of somebody who waits. Times are ms since any one instant.
struct Ticket {
    std::string id;                       ///< unique; compared byte by byte
    std::int64_t arrival_ms = 0;          ///< when they came
    std::optional<std::int64_t> slot_ms;  ///< the booked start; empty for a walk-in
    std::size_t of_class = 0;             ///< its place in the scale
    friend bool operator==(const Ticket&, const Ticket&) = default;
};

/// Smaller keys are called first. Total, since no two tickets have the same id.
struct Key {
    std::int32_t tier = 0;  ///< strict classes one by one, 0 first; then all others together
    std::int64_t due_ms = 0;
    std::int64_t arrival_ms = 0;
    std::string id;
    friend auto operator<=>(const Key&, const Key&) = default;
};

/// Where a ticket's due time comes from.
enum class DueFrom {
    slot,     ///< booked, and came in time: its slot
    arrival,  ///< booked, and came later than its slot: when they came
    target,   ///< its arrival and what its class may wait
};

DueFrom due_from(const Ticket& ticket, const Scale& scale);

/// Due is the later of arrival and slot for a booking, arrival plus the class's target for a
/// walk-in. Whoever is in a strict class is due at arrival plus its target, booked or not: the slot
/// no longer counts.
Key key_of(const Ticket& ticket, const Scale& scale);

/// From when on "call next" takes this ticket: walk-ins and strict classes at once, a booking from
/// the scale's `early_call_ms` before its slot; nobody before they came.
std::int64_t callable_from_ms(const Ticket& ticket, const Scale& scale);

/// Places in `tickets` in calling order; the same tickets in the same order however they are given.
std::vector<std::size_t> calling_order(const std::vector<Ticket>& tickets, const Scale& scale);

/// The parts of the key, in the order in which they decide.
enum class Part { tier, due, arrival, id };

/// "Why before me?", as data; the words are the screen's.
struct Explanation {
    bool first_goes_before = true;  ///< whether `first` of the question is called before `second`
    Part because = Part::tier;      ///< the first part of the key that differs
    Key first;
    Key second;
    DueFrom first_due = DueFrom::target;
    DueFrom second_due = DueFrom::target;
};

Explanation explain(const Ticket& first, const Ticket& second, const Scale& scale);

/// The names that files and screens use: "tier", "slot".
const char* name_of(Part part);
const char* name_of(DueFrom from);

}  // namespace wayside::solver::queue
