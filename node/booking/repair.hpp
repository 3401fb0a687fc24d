// node/booking/repair.hpp: what replanning a day writes on a visit, and how that is taken back.
//
// A placement is never edited (design 5), so what a patient was told before still stands in the
// document: an undo names it again, and is exact.
#pragma once

#include <string>
#include <vector>

#include "node/booking/visits.hpp"

namespace wayside::booking {

/// Another time, another practitioner, or both. Whoever was named at check-in is named anew.
std::vector<document::Edit> moved_edits(const Visit& visit, RecordId repair, const Placement& to);
/// A visit without a placement goes to another practitioner; empty: to anybody who gives its
/// service.
std::vector<document::Edit> handed_on_edits(const Visit& visit, RecordId repair,
                                            const std::string& practitioner);
/// No place was found: it stays as it is, and is marked so that somebody books it anew.
std::vector<document::Edit> unplaced_edits(const Visit& visit, RecordId repair);
/// The placement and the practitioner that the visit had before its latest repair.
std::vector<document::Edit> undone_edits(const Visit& visit);

/// The visits whose latest repair this is, as `visits_of_day` orders them.
std::vector<Visit> visits_of_repair(sqlite::Database& model, std::string_view day, RecordId repair);

/// Its latest repair changed when or by whom it is seen; not one that merely marked it.
bool was_changed_by_repair(const Visit& visit);

/// Empty where none of this id has come.
std::optional<Placement> find_placement(sqlite::Database& model, PlacementId id);

}  // namespace wayside::booking
