// node/care/status.hpp: where a visit stands, which acts are allowed from there, and how statuses
// that were written apart come together.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "storage/base/result.hpp"

namespace wayside::care {

/// In order of rank (design 5): among concurrent values the later one here wins.
enum class Status {
    requested,  ///< asks for a booking; holds no capacity
    booked,
    expected,  ///< a walk-in before its ticket
    moved,     ///< ended here; the visit stands on another day
    cancelled,
    no_show,
    waiting,
    parked,
    called,
    left,  ///< left without being seen
    in_room,
    sent_on,  ///< to another step of the same visit
    done,
};

/// The name in documents and answers: "no-show", "in-room", "sent-on", otherwise as here.
const char* text_of(Status status);
/// Refuses `invalid` for a text that names no status.
Result<Status> parse_status(std::string_view text);

/// The visit's placement counts as taken: booked and whatever comes after the check-in but `left`.
/// A visit that is done keeps its place, because a plan that sells it again could not be read.
bool holds_capacity(Status status);
/// Nothing more is to come today: moved, cancelled, no-show, left, done.
bool has_ended(Status status);
/// The patient stands in the queue: waiting, parked or called.
bool is_in_queue(Status status);

/// What concurrent statuses come to.
struct MergedStatus {
    Status status = Status::requested;
    std::vector<Status> overruled;  ///< each other value once, by rank; both screens say so
    friend bool operator==(const MergedStatus&, const MergedStatus&) = default;
};

/// The highest rank wins; a function of the set of values, whatever their order and number. Pass
/// only values that are concurrent: an act that has seen the other simply wins, by the document.
/// No value at all comes to `requested`, nothing overruled.
MergedStatus merge(std::span<const Status> concurrent);

/// What a person does to a visit that exists.
enum class Act {
    reschedule,  ///< to another time of the same day
    move,        ///< to another day: ends here as `moved`
    cancel,
    no_show,
    check_in,
    triage,
    call,
    park,
    start,
    send_on,
    finish,
    leave,
    note,
};

/// The name in the API: "no-show", "check-in", otherwise as here, words joined by '-'.
const char* text_of(Act act);

/// Whether `act` is allowed on a visit that stands at `status`; else refuses `conflict` with rule
/// `wrong_status` and a sentence that says what to do instead.
///
/// Triage and notes are allowed always. A check-in of a no-show is allowed, because the patient is
/// standing there: that it is still the visit's clinic day is for the caller to see. A check-in of
/// a cancelled visit is refused: its place may be sold, so it is booked anew (design 8).
Result<void> may(Act act, Status status);

/// Where the visit stands after an act that was allowed; empty where the act leaves the status as
/// it is (triage, note).
std::optional<Status> status_after(Act act);

}  // namespace wayside::care
