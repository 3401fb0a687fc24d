// node/patients/search.hpp: finding a person by what a clerk types or says.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "node/patients/person.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::patients {

/// The most that a search answers.
inline constexpr int max_found = 20;

/// People whose name, birth date or phone hold every word of `typed`, each word as a beginning;
/// case and diacritics do not count (fold.hpp). A text of digits and signs is looked up as one
/// phone number or birth date. By folded name, then id; at most `max_found`. Nothing typed finds
/// nobody.
std::vector<Patient> search(sqlite::Database& model, std::string_view typed);

/// Empty where no such patient is known. A patient whose key is gone is known, without words.
std::optional<Patient> find_patient(sqlite::Database& model, PatientId id);

/// The person that an id from outside means; of several (boxes apart) the one of lowest id.
std::optional<PatientId> find_by_identifier(sqlite::Database& model, std::string_view identifier);

/// The person with exactly this name, birth date and phone; of several the one of lowest id. Empty
/// where one of name and birth date is not given: a phone is shared by families.
std::optional<PatientId> find_same_person(sqlite::Database& model, const Person& person);

/// People of this birth date whose folded name is that of `name`, in order of id.
std::vector<PatientId> find_by_name(sqlite::Database& model, std::string_view name,
                                    std::string_view birth_date);

/// Why a visit was booked, and why it was cancelled; empty where nothing was said or the key is
/// gone.
struct Reasons {
    std::string booked;
    std::string cancelled;
};
Reasons reasons_of(sqlite::Database& model, VisitId visit);

/// By time, then id. A note whose key is gone is left out.
std::vector<Note> notes_of(sqlite::Database& model, VisitId visit);

}  // namespace wayside::patients
