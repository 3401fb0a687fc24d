// node/rota/absences.hpp: a practitioner who is not there over a part of a clinic day, sick or
// called away, and what the desk decided about it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/clock.hpp"
#include "storage/base/id.hpp"
#include "storage/document/document.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::rota {

/// A record of the map `states`. Its end is never shortened: a practitioner who is back is an
/// absence undone.
struct Absence {
    RecordId id;
    std::string practitioner;
    std::string day;
    Timestamp from;
    Timestamp until;
    bool says_out = false;    ///< it began at once, so it is also the act "out"
    std::int64_t visits = 0;  ///< how many visits its entry wrote
    bool is_undone = false;
    std::optional<Timestamp> at;  ///< when it was entered
};

std::optional<Absence> find_absence(sqlite::Database& model, RecordId id);

/// Those not undone that end after `since`, by begin, then id.
std::vector<Absence> standing_absences(sqlite::Database& model, Timestamp since);

/// The record of an absence, for the day document; `is_undone` and `at` are not read.
std::vector<document::Edit> absence_edits(const Absence& absence);
/// It counts no longer, nor does the act "out" that it was: the practitioner's state is what was
/// said before, or since.
std::vector<document::Edit> undo_edits(const Absence& absence);

}  // namespace wayside::rota
