#include "node/patients/projection.hpp"

#include "node/patients/fold.hpp"
#include "node/patients/phone.hpp"
#include "storage/document/fields.hpp"

namespace wayside::patients {

namespace {

// `patient_place` numbers patients for the search index, whose rows have numbers only.
constexpr const char* tables = R"sql(
CREATE TABLE patient (
    id BLOB PRIMARY KEY, name TEXT, birth_date TEXT, sex TEXT, phone TEXT, language TEXT,
    folded TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX patient_by_birth_date ON patient (birth_date, folded);
CREATE INDEX patient_by_name ON patient (folded);
CREATE TABLE patient_identifier (
    id BLOB PRIMARY KEY, patient BLOB NOT NULL, value TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX patient_identifier_by_value ON patient_identifier (value, patient);
CREATE INDEX patient_identifier_by_patient ON patient_identifier (patient);
CREATE TABLE visit_reason (
    visit BLOB PRIMARY KEY, patient BLOB NOT NULL, text TEXT, cancel TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX visit_reason_by_patient ON visit_reason (patient);
CREATE TABLE visit_note (
    id BLOB PRIMARY KEY, visit BLOB, patient BLOB NOT NULL, text TEXT, at INTEGER)
    STRICT, WITHOUT ROWID;
CREATE INDEX visit_note_by_visit ON visit_note (visit);
CREATE INDEX visit_note_by_patient ON visit_note (patient);
CREATE TABLE patient_place (number INTEGER PRIMARY KEY, patient BLOB NOT NULL UNIQUE) STRICT;
CREATE VIRTUAL TABLE patient_words USING fts5(
    name, birth_date, phone, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
)sql";

sqlite::Database& with_tables(sqlite::Database& model) {
    model.execute(tables);
    return model;
}

}  // namespace

/// Opens the sealed values of one record.
class Projection::Reader {
  public:
    Reader(const shelf::Words& words, PatientId patient, const ledger::DocumentId& document,
           const document::Record& record)
        : words_(words), patient_(patient), document_(document), record_(record) {}

    [[nodiscard]] const document::Record& record() const { return record_; }

    [[nodiscard]] std::optional<std::string> opened(std::string_view name) const {
        const document::Field* field = document::find_field(record_, name);
        if (field == nullptr) return std::nullopt;
        for (const auto& value : field->values) {
            auto words = words_.open(patient_, {document_, record_.key, name}, value.scalar);
            if (words) return words;
        }
        return std::nullopt;
    }

  private:
    const shelf::Words& words_;
    PatientId patient_;
    const ledger::DocumentId& document_;
    const document::Record& record_;
};

Projection::Projection(sqlite::Database& model, const shelf::Words& words)
    : model_(with_tables(model)), words_(words) {}

void Projection::put_person(PatientId id, const Reader& read) {
    const auto name = read.opened("name");
    model_.prepared("INSERT OR REPLACE INTO patient VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .run(id, name, read.opened("birth_date"), read.opened("sex"), read.opened("phone"),
             read.opened("language"), name ? std::optional(fold(*name)) : std::nullopt);
    put_search(id, read);
}

void Projection::put_search(PatientId id, const Reader& read) {
    model_.prepared("INSERT OR IGNORE INTO patient_place (patient) VALUES (?1)").run(id);
    std::int64_t number = model_.last_row_id();
    if (model_.changes() == 0) {
        {
            auto rows =
                model_.prepared("SELECT number FROM patient_place WHERE patient = ?1").query(id);
            if (rows.next()) number = rows.integer(0);
        }
        model_.prepared("DELETE FROM patient_words WHERE rowid = ?1").run(number);
    }
    model_
        .prepared(
            "INSERT INTO patient_words (rowid, name, birth_date, phone) "
            "VALUES (?1, ?2, ?3, ?4)")
        .run(number, fold(read.opened("name").value_or("")), read.opened("birth_date").value_or(""),
             phone_words(read.opened("phone").value_or("")));
}

void Projection::apply(const ledger::DocumentId& document,
                       const std::vector<document::Record>& records,
                       const shelf::Authors& authors) {
    if (document.kind != document::Kind::patient) return;
    const auto patient = PatientId::parse(document.key);
    if (!patient) return;
    for (const document::Record& record : records) {
        const Reader read(words_, *patient, document, record);
        if (record.map == "person" && record.key.empty()) put_person(*patient, read);
        if (record.map == "identifiers") {
            const auto id = RecordId::parse(record.key);
            if (!id) continue;
            model_.prepared("INSERT OR REPLACE INTO patient_identifier VALUES (?1, ?2, ?3)")
                .run(*id, *patient, read.opened("value"));
        }
        if (record.map == "reasons") {
            const auto visit = VisitId::parse(record.key);
            if (!visit) continue;
            model_.prepared("INSERT OR REPLACE INTO visit_reason VALUES (?1, ?2, ?3, ?4)")
                .run(*visit, *patient, read.opened("text"), read.opened("cancel"));
        }
        if (record.map == "notes") {
            const auto id = RecordId::parse(record.key);
            const document::Field* text = document::find_field(record, "text");
            if (!id || text == nullptr || text->values.empty()) continue;
            const auto author = authors.author_of(document, text->values.front());
            model_.prepared("INSERT OR REPLACE INTO visit_note VALUES (?1, ?2, ?3, ?4, ?5)")
                .run(*id, document::first_id<VisitId>(record, "visit"), *patient,
                     read.opened("text"),
                     author ? std::optional<std::int64_t>(author->at.ms) : std::nullopt);
        }
    }
}

void Projection::forget(const ledger::DocumentId& document) {
    if (document.kind != document::Kind::patient) return;
    const auto patient = PatientId::parse(document.key);
    if (!patient) return;
    model_
        .prepared(
            "DELETE FROM patient_words WHERE rowid = "
            "(SELECT number FROM patient_place WHERE patient = ?1)")
        .run(*patient);
    model_.prepared("DELETE FROM patient_place WHERE patient = ?1").run(*patient);
    model_.prepared("DELETE FROM patient WHERE id = ?1").run(*patient);
    model_.prepared("DELETE FROM patient_identifier WHERE patient = ?1").run(*patient);
    model_.prepared("DELETE FROM visit_reason WHERE patient = ?1").run(*patient);
    model_.prepared("DELETE FROM visit_note WHERE patient = ?1").run(*patient);
}

}  // namespace wayside::patients
