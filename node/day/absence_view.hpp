// node/day/absence_view.hpp: an absence and what it changes, as screens see it.
#pragma once

#include "node/day/replan.hpp"
#include "node/day/visit_view.hpp"
#include "node/rota/absences.hpp"

namespace wayside::day {

/// One visit of a proposal: {visit, identifier?, service, status, walk_in, number?, patient?, from,
/// to}; `from` and `to` are {start?, practitioner?}, `to` null where nothing was found. The patient
/// with words only where they are to be shown.
desk::Json change_json(const Clinic& clinic, const desk::Facts& facts, const booking::Visit& visit,
                       const care::Placement* to, Shown shown);

/// {id, practitioner, day, from, until, undone}.
desk::Json absence_json(const Clinic& clinic, const rota::Absence& absence);

/// The visit waits to be booked anew: the absence for which it was marked stands, and nobody has
/// moved it since.
bool is_to_be_rebooked(sqlite::Database& model, const booking::Visit& visit);

}  // namespace wayside::day
