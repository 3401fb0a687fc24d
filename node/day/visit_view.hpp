// node/day/visit_view.hpp: a visit as screens see it.
#pragma once

#include "node/booking/visit.hpp"
#include "node/day/clinic.hpp"
#include "node/queue/ticket.hpp"

namespace wayside::day {

/// Whether the patient's words stand in it. A command's answer is kept for repeats, so it never
/// holds them.
enum class Shown { ids_only, words };

/// {id, identifier?, code?, status, service, practitioner?, start?, minutes?, channel, walk_in,
/// arrived?, triage?, tickets, room?, server?, patient?, reason?, notes?, out_of_order?,
/// conflicts?, to_rebook?, absence?, moved_to?, origin?, changed}. Patient, reason, notes and code
/// for staff only; a word whose key is gone is left out.
///
/// `issued` is a ticket that this very decision gives, which the read model does not know yet.
desk::Json visit_view(const Clinic& clinic, const desk::Facts& facts, const booking::Visit& visit,
                      Shown shown, const queue::Ticket* issued = nullptr);

/// {id, name?, birth_date?, sex?, phone?, language?}; the id alone for a patient without words.
desk::Json patient_json(sqlite::Database& model, PatientId patient);

}  // namespace wayside::day
