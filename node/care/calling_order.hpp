// node/care/calling_order.hpp: in which order tickets are called, and why.
//
// The order is a key that reads no clock, so every replica shows the same queue from the same
// entries; the present only decides whether a ticket may be called yet (design 13).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "node/care/triage.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/id.hpp"

namespace wayside::care {

/// What the order needs to know of a ticket that waits.
struct QueueEntry {
    TicketId ticket;
    Timestamp arrival;              ///< its check-in
    std::optional<Timestamp> slot;  ///< the booked start; empty for a walk-in
    std::string triage;             ///< the class's name; empty: without triage
};

/// Smaller keys are called first. Total: no two tickets have the same id.
struct QueueKey {
    std::int32_t tier = 0;  ///< emergencies by class, 0 first; then all others together
    Timestamp due;
    Timestamp arrival;
    TicketId ticket;
    friend auto operator<=>(const QueueKey&, const QueueKey&) = default;
};

/// Due is the later of arrival and slot for a booking, arrival plus the class's target for a
/// walk-in. An emergency is due at arrival plus its target, booked or not: its slot no longer
/// counts.
QueueKey queue_key(const QueueEntry& entry, const TriageScale& scale);

/// The tickets as they are to be called; the same for every order of `entries`.
std::vector<QueueEntry> in_calling_order(std::vector<QueueEntry> entries, const TriageScale& scale);

/// How long before its slot a booking that has arrived may be called, if nobody is due earlier.
inline constexpr std::int32_t early_call_minutes = 30;

/// Whether "call next" takes this ticket at `now`. Walk-ins and emergencies at once; a booking from
/// `early_call_minutes` before its slot. A call that names its ticket is never refused by this.
bool may_be_called(const QueueEntry& entry, const TriageScale& scale, Timestamp now);

/// Which part of the key put one ticket before another.
enum class Precedence { tier, due, arrival, ticket };

struct Explanation {
    bool first_goes_before = true;  ///< whether `first` of the question is called before `second`
    Precedence because = Precedence::tier;
    std::string text;  ///< for the person who asks; no patient's words in it
};

/// "Why before me?" Times in the text are shown at `offset_minutes` east of UTC.
Explanation explain_order(const QueueEntry& first, const QueueEntry& second,
                          const TriageScale& scale, std::int32_t offset_minutes);

}  // namespace wayside::care
