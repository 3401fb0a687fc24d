// node/day/end_visit.hpp: what the acts share that end a visit or only change where it stands.
#pragma once

#include "node/booking/visits.hpp"
#include "node/care/status.hpp"
#include "node/day/clinic.hpp"

namespace wayside::day {

/// The visit in the command's path, if it may take this act. Refuses `not_found`, `wrong_status`.
Result<booking::Visit> visit_for(const Clinic& clinic, const desk::Facts& facts, care::Act act);

/// Its new status as one edit of its day, the answer, and the event that `what` of the screens
/// show it.
desk::Decision to_status(const Clinic& clinic, const desk::Facts& facts, booking::Visit visit,
                         care::Status status, std::initializer_list<const char*> what);

}  // namespace wayside::day
