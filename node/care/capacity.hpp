// node/care/capacity.hpp: whether a booking fits the clinic: its hours, its people, its rooms and
// its equipment, exact to the minute.
//
// A booking takes the service's whole pattern or nothing: the practitioner it names, one further
// free person for each further role need, and places in pools. Places are counted, not named: which
// room it is (and which second nurse) is chosen at the call (design 8). Pure: the set-up, what is
// taken and the present come in as values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "node/care/calendar.hpp"
#include "node/care/setup.hpp"
#include "node/care/zone.hpp"
#include "storage/base/result.hpp"

namespace wayside::care {

/// What a booking takes, over [start, start + minutes).
struct Placement {
    Timestamp start;
    std::int32_t minutes = 0;
    std::string practitioner;  ///< its id; empty only for a service that needs no role
    std::string service;       ///< its id
    friend bool operator==(const Placement&, const Placement&) = default;

    [[nodiscard]] Span span() const { return {start, {start.ms + minutes * std::int64_t{60'000}}}; }
};

/// Checks `wanted` against the set-up and all that is taken. `taken` may hold any placements, in
/// any order; those of another time cost one comparison each. One whose service the set-up no
/// longer has still takes its practitioner.
///
/// Refuses `invalid` (field `minutes`) for a length that is not 1 minute to 24 hours; else
/// `conflict` by the first of these rules that says no, with a sentence for the person at the desk:
/// `unknown_service`, `unknown_practitioner`, `wrong_role`, `in_the_past` (starts before `now`),
/// `outside_hours`, `outside_shift`, `on_break`, `practitioner_taken` (also: no further free person
/// of a role that the service needs), `pool_full` (rooms), `equipment_taken`.
Result<void> check_placement(const Setup& setup, const Zone& zone, std::span<const Placement> taken,
                             const Placement& wanted, Timestamp now);

}  // namespace wayside::care
