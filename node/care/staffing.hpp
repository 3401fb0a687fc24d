// node/care/staffing.hpp: whether enough people are there for what bookings need beside the
// practitioner that they name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "node/care/capacity.hpp"

namespace wayside::care {

/// The roles that a booking needs beside the practitioner it names, one entry a person. The one it
/// names fills the first need whose role is theirs.
std::vector<std::string> further_roles(const Setup& setup, const Placement& placement);

/// When and of whom there are too few.
struct StaffShortage {
    Timestamp at;
    std::string role;
};

/// The first moment of `wanted` at which the people on shift, not on a break and not named by a
/// booking cannot fill every further role need of the bookings then running, `wanted` among them,
/// one person each. Empty if they always can.
///
/// Each moment is judged alone: people may relieve one another, as with places of a pool.
std::optional<StaffShortage> find_staff_shortage(const Setup& setup, const WallCalendar& calendar,
                                                 std::span<const Placement> taken,
                                                 const Placement& wanted);

}  // namespace wayside::care
