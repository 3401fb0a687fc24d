#include "node/patients/search.hpp"

#include <algorithm>
#include <sstream>

#include "node/patients/fold.hpp"
#include "node/patients/phone.hpp"

namespace wayside::patients {

namespace {

PatientId id_in(const sqlite::Rows& rows, int column) {
    return PatientId{rows.array<16>(column).value_or(std::array<std::uint8_t, 16>{})};
}

Patient patient_in(const sqlite::Rows& rows) {
    Patient out{id_in(rows, 0), {}};
    int column = 0;
    for (const PersonField& field : person_fields) out.person.*field.text = rows.text(++column);
    return out;
}

bool has_letters(std::string_view folded) {
    return std::any_of(folded.begin(), folded.end(),
                       [](char c) { return c != ' ' && (c < '0' || c > '9'); });
}

/// One word of the index's language, as a beginning. Only letters and digits are ever quoted.
std::string beginning(const std::string& word) {
    return "\"" + word + "\"*";
}

/// Empty where nothing can be looked for.
std::string match_for(std::string_view typed) {
    const std::string folded = fold(typed);
    if (!has_letters(folded)) {
        const std::string phone = phone_query(typed);
        if (folded.empty()) return "";
        const std::string date = "birth_date : " + beginning(folded);
        return phone.empty() ? date : date + " OR phone : " + beginning(phone);
    }
    std::istringstream words(folded);
    std::string out;
    for (std::string word; words >> word;) {
        if (!out.empty()) out += " AND ";
        const bool is_number = !has_letters(word) && !phone_query(word).empty();
        out += is_number ? "(" + beginning(word) + " OR " + beginning(phone_query(word)) + ")"
                         : beginning(word);
    }
    return out;
}

}  // namespace

std::vector<Patient> search(sqlite::Database& model, std::string_view typed) {
    const std::string match = match_for(typed);
    if (match.empty()) return {};
    auto rows = model
                    .prepared(
                        "SELECT p.id, p.name, p.birth_date, p.sex, p.phone, p.language "
                        "FROM patient_words w JOIN patient_place n ON n.number = w.rowid "
                        "JOIN patient p ON p.id = n.patient "
                        "WHERE patient_words MATCH ?1 ORDER BY p.folded, p.id LIMIT ?2")
                    .query(match, max_found);
    std::vector<Patient> out;
    while (rows.next()) out.push_back(patient_in(rows));
    return out;
}

std::optional<Patient> find_patient(sqlite::Database& model, PatientId id) {
    auto rows = model
                    .prepared(
                        "SELECT id, name, birth_date, sex, phone, language FROM patient "
                        "WHERE id = ?1")
                    .query(id);
    return rows.next() ? std::optional<Patient>(patient_in(rows)) : std::nullopt;
}

std::optional<PatientId> find_by_identifier(sqlite::Database& model, std::string_view identifier) {
    auto rows = model
                    .prepared(
                        "SELECT patient FROM patient_identifier WHERE value = ?1 "
                        "ORDER BY patient LIMIT 1")
                    .query(identifier);
    return rows.next() ? std::optional<PatientId>(id_in(rows, 0)) : std::nullopt;
}

std::optional<PatientId> find_same_person(sqlite::Database& model, const Person& person) {
    if (person.name.empty() || person.birth_date.empty()) return std::nullopt;
    auto rows = model
                    .prepared(
                        "SELECT id FROM patient WHERE birth_date = ?1 AND folded = ?2 "
                        "AND name = ?3 AND coalesce(phone, '') = ?4 ORDER BY id LIMIT 1")
                    .query(person.birth_date, fold(person.name), person.name, person.phone);
    return rows.next() ? std::optional<PatientId>(id_in(rows, 0)) : std::nullopt;
}

std::vector<PatientId> find_by_name(sqlite::Database& model, std::string_view name,
                                    std::string_view birth_date) {
    auto rows = model
                    .prepared(
                        "SELECT id FROM patient WHERE birth_date = ?1 AND folded = ?2 "
                        "ORDER BY id")
                    .query(birth_date, fold(name));
    std::vector<PatientId> out;
    while (rows.next()) out.push_back(id_in(rows, 0));
    return out;
}

Reasons reasons_of(sqlite::Database& model, VisitId visit) {
    auto rows =
        model.prepared("SELECT text, cancel FROM visit_reason WHERE visit = ?1").query(visit);
    if (!rows.next()) return {};
    return {rows.text(0), rows.text(1)};
}

std::vector<Note> notes_of(sqlite::Database& model, VisitId visit) {
    auto rows = model
                    .prepared(
                        "SELECT id, at, text FROM visit_note "
                        "WHERE visit = ?1 AND text IS NOT NULL ORDER BY at, id")
                    .query(visit);
    std::vector<Note> out;
    while (rows.next()) {
        const auto at =
            rows.is_null(1) ? std::nullopt : std::optional<Timestamp>(Timestamp{rows.integer(1)});
        const auto id = rows.array<16>(0).value_or(std::array<std::uint8_t, 16>{});
        out.push_back({RecordId{id}, at, rows.text(2)});
    }
    return out;
}

}  // namespace wayside::patients
