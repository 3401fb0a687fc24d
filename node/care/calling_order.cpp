#include "node/care/calling_order.hpp"

#include <algorithm>

#include "node/care/civil.hpp"

namespace wayside::care {

namespace {

constexpr std::int64_t minute_ms = 60'000;

std::string wall_text(Timestamp at, std::int32_t offset_minutes) {
    return text_of(at, offset_minutes).substr(11, 5);
}

/// "due at 09:10 (booked for 09:10)", or "(arrived 08:40, yellow waits at most 30 minutes)".
std::string due_text(const QueueEntry& entry, const TriageScale& scale,
                     std::int32_t offset_minutes) {
    const TriageClass& triage = scale.effective(entry.triage);
    const Timestamp due = queue_key(entry, scale).due;
    std::string out = "due at " + wall_text(due, offset_minutes) + " (";
    if (entry.slot && !triage.is_emergency) {
        out += "booked for " + wall_text(*entry.slot, offset_minutes);
        if (entry.arrival > *entry.slot)
            out += ", arrived " + wall_text(entry.arrival, offset_minutes);
        return out + ")";
    }
    return out + "arrived " + wall_text(entry.arrival, offset_minutes) + ", " + triage.name +
           " waits at most " + std::to_string(triage.target_minutes) + " minutes)";
}

}  // namespace

QueueKey queue_key(const QueueEntry& entry, const TriageScale& scale) {
    const TriageClass& triage = scale.effective(entry.triage);
    const bool keeps_slot = entry.slot.has_value() && !triage.is_emergency;
    const Timestamp due = keeps_slot
                              ? std::max(entry.arrival, *entry.slot)
                              : Timestamp{entry.arrival.ms + triage.target_minutes * minute_ms};
    return {scale.tier(triage), due, entry.arrival, entry.ticket};
}

std::vector<QueueEntry> in_calling_order(std::vector<QueueEntry> entries,
                                         const TriageScale& scale) {
    std::sort(entries.begin(), entries.end(), [&](const QueueEntry& a, const QueueEntry& b) {
        return queue_key(a, scale) < queue_key(b, scale);
    });
    return entries;
}

bool may_be_called(const QueueEntry& entry, const TriageScale& scale, Timestamp now) {
    if (!entry.slot || scale.effective(entry.triage).is_emergency) return true;
    return now.ms >= entry.slot->ms - early_call_minutes * minute_ms;
}

Explanation explain_order(const QueueEntry& first, const QueueEntry& second,
                          const TriageScale& scale, std::int32_t offset_minutes) {
    const QueueKey first_key = queue_key(first, scale);
    const QueueKey second_key = queue_key(second, scale);
    Explanation out{first_key < second_key, Precedence::ticket, ""};
    const QueueEntry& before = out.first_goes_before ? first : second;
    const QueueEntry& after = out.first_goes_before ? second : first;

    if (first_key.tier != second_key.tier) {
        out.because = Precedence::tier;
        out.text = "It is an emergency (" + scale.effective(before.triage).name +
                   "), which goes before " + scale.effective(after.triage).name + ".";
    } else if (first_key.due != second_key.due) {
        out.because = Precedence::due;
        out.text = "It was " + due_text(before, scale, offset_minutes) + ", the other is " +
                   due_text(after, scale, offset_minutes) + ".";
    } else if (first_key.arrival != second_key.arrival) {
        out.because = Precedence::arrival;
        out.text = "Both are due at the same time; it came first, at " +
                   wall_text(before.arrival, offset_minutes) + ".";
    } else {
        out.text =
            "Both are due and came at the same time; the ticket's id decides, alike everywhere.";
    }
    return out;
}

}  // namespace wayside::care
