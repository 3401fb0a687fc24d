// node/day/new_walk_in.hpp: a visit without a booking; what walk-in and the kiosk's arrival share.
#pragma once

#include "node/booking/visit.hpp"
#include "node/day/clinic.hpp"
#include "node/patients/find_or_make_patient.hpp"

namespace wayside::day {

/// Whether the words given may be somebody's whom the clinic knows.
enum class Whose { whoever_it_is, somebody_new };

struct WalkInBody {
    patients::GivenPatient patient;
    std::string service;
    std::string reason;
    std::string identifier;
    Whose whose = Whose::whoever_it_is;
};

struct NewWalkIn {
    booking::Visit visit;     ///< as its row will read: expected, without a ticket
    desk::Decision decision;  ///< its edits first those of the day; without answer and events
};

/// Refuses `conflict`: `unknown_service`, `identifier_taken`; and as `find_or_make_patient`.
Result<NewWalkIn> new_walk_in(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const WalkInBody& body);

}  // namespace wayside::day
