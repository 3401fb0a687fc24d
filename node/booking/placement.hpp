// node/booking/placement.hpp: what a visit was promised: who, when, how long. Written once under
// its own id and never edited, so that two people who moved a visit apart never end up with one's
// time and the other's practitioner (design 5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "node/care/civil.hpp"
#include "storage/document/document.hpp"

namespace wayside::booking {

/// The longest that a visit may be placed for: a clinic day.
inline constexpr std::int64_t max_minutes = 24 * 60;

struct Placement {
    PlacementId id;
    std::string practitioner;
    care::Told start;  ///< what the patient was told, and so what counts, whatever a table says
    std::int64_t minutes = 0;
    /// Why it was booked over capacity, as `is_overbook_reason` knows it; empty: it was not. An
    /// extra holds no capacity: it shares its practitioner's time with a booking that does, so it
    /// stands in nobody's way. A visit that is moved loses the mark with this placement.
    std::string overbooked{};

    [[nodiscard]] bool is_extra() const { return !overbooked.empty(); }
    [[nodiscard]] Timestamp begins() const { return start.instant(); }
    [[nodiscard]] Timestamp ends() const { return {begins().ms + minutes * 60'000}; }
};

/// "urgent", "no_other_time" (for the patient) or "promised": overbooking is a person's act, and
/// has a reason.
bool is_overbook_reason(std::string_view reason);

/// The record of a placement, for the day document that its visit stands in.
std::vector<document::Edit> edits_of(const Placement& placement, VisitId visit);

/// Reads a record of the map `placements`; empty where it is none that a visit can stand on (no
/// date, a wall time outside the day, no length): such a record comes from software that we do not
/// know, and holds nothing.
std::optional<Placement> placement_in(const document::Record& record);

}  // namespace wayside::booking
