// node/booking/visits.hpp: reading visits out of the read model. Every call is a narrow query over
// an index; rows come in the order that each call states.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/booking/visit.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::booking {

std::optional<Visit> find_visit(sqlite::Database& model, VisitId id);

/// The visit in a command's or view's path. Refuses `not_found` for anything else.
Result<Visit> visit_named(sqlite::Database& model, std::string_view id);

/// All visits of a clinic day, by start (those without one last), then id.
std::vector<Visit> visits_of_day(sqlite::Database& model, std::string_view day);

/// All visits of a person, latest day first, then by start and id.
std::vector<Visit> visits_of_patient(sqlite::Database& model, PatientId patient);

/// All visits with this id from outside, in order of id: one, unless boxes apart took it twice or
/// it was used again after its visit had ended.
std::vector<Visit> visits_of_identifier(sqlite::Database& model, std::string_view identifier);

/// Visits of one clinic day whose slip bears this code, in order of id.
std::vector<Visit> visits_of_code(sqlite::Database& model, std::string_view day,
                                  std::string_view code);

/// The visit of this outside id that has not ended; empty if there is none.
std::optional<Visit> find_live_visit(sqlite::Database& model, std::string_view identifier);

/// A placement that holds capacity in some span of time; an extra's holds none.
struct Held {
    VisitId visit;
    std::string service;
    std::string practitioner;
    Timestamp begins;
    Timestamp ends;
};

/// What is held anywhere in [from, to), by start, then id of the visit.
std::vector<Held> held_between(sqlite::Database& model, Timestamp from, Timestamp to);

}  // namespace wayside::booking
