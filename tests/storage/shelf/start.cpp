#include "tests/storage/shelf/start.hpp"

#include "storage/sqlite/database.hpp"

namespace wayside::shelf {

void Rows::apply(const ledger::DocumentId& document, const std::vector<document::Record>& records,
                 const Authors& authors) {
    for (const document::Record& record : records) {
        std::string row = canonical_json(document, {record});
        for (const document::Field& field : record.fields) {
            const auto author = authors.author_of(document, field.values.front());
            row += " " + (author ? author->screen + "@" + std::to_string(author->at.ms) : "nobody");
        }
        rows_[document][record.map + "/" + record.key] = row;
    }
}

Start::Start(ledger::ClinicBox& of)
    : box(of),
      ledger(of.start()),
      reader(of.reader()),
      hybrid(of.clock),
      words(of.space(), of.box->keyring, of.random),
      shelf(of.space(), ledger.log(), reader, hybrid) {
    shelf.add(words);
    shelf.add(rows);
    for (const auto& row : reader.patient_keys().rows) static_cast<void>(words.load(row));
    report = shelf.load();
}

Result<ledger::EntryName> Start::write(const Draft& draft) {
    auto written = shelf.write(draft);
    if (!written) return written.refusal();
    batch.entries.push_back({shelf.space(), written->name.sequence, std::move(written->plaintext)});
    for (auto& row : words.take_new_rows()) batch.patient_keys.push_back(std::move(row));
    return written->name;
}

void Start::commit() {
    ledger.commit(batch);
    if (!batch.entries.empty()) shelf.settled(batch.entries.back().sequence);
    batch = {};
}

ledger::EntryName Start::act(const Draft& draft) {
    const auto name = write(draft);
    require(name.has_value(), "a test's draft is sound");
    commit();
    return *name;
}

std::string Start::digest() {
    const auto digest = digest_of(shelf, box.box->keyring);
    return hex_of(digest->hash) + " " + std::to_string(digest->documents) + " " +
           std::to_string(digest->entries);
}

std::map<ledger::DocumentId, std::string> Start::texts() {
    std::map<ledger::DocumentId, std::string> out;
    shelf.each_document(
        [&](const ledger::DocumentId& id, const std::vector<document::Record>& records) {
            out[id] = canonical_json(id, records);
        });
    return out;
}

std::optional<std::string> Start::words_at(PatientId patient, const std::string& map,
                                           const std::string& record, const std::string& field) {
    std::optional<std::string> out;
    const ledger::DocumentId wanted = patient_document(patient);
    shelf.each_document(
        [&](const ledger::DocumentId& id, const std::vector<document::Record>& records) {
            for (const document::Record& each : records) {
                if (id != wanted || each.map != map || each.key != record) continue;
                for (const document::Field& f : each.fields) {
                    if (f.name == field) {
                        out = words.open(patient, {id, record, field}, f.values.front().scalar);
                    }
                }
            }
        });
    return out;
}

Result<ledger::EntryName> Start::say(PatientId patient, const std::string& record,
                                     const std::string& text) {
    const ledger::DocumentId id = patient_document(patient);
    auto sealed = words.seal(patient, {id, record, "text"}, text);
    if (!sealed) return sealed.refusal();
    auto name = write(draft_of("note", {{id, {{"notes", record, "text", std::move(*sealed)}}}}));
    if (name) commit();
    return name;
}

Draft draft_of(const std::string& command, std::vector<DocumentEdits> edits) {
    Draft draft;
    draft.audit.command = command;
    draft.audit.role = "nurse";
    draft.audit.screen = "desk";
    draft.edits = std::move(edits);
    return draft;
}

Draft visit_draft(const std::string& visit,
                  const std::vector<std::pair<std::string, document::Scalar>>& fields) {
    DocumentEdits edits{ledger::day, {}};
    for (const auto& [field, value] : fields)
        edits.edits.push_back({"visits", visit, field, value});
    return draft_of("visit", {edits});
}

ledger::DocumentId patient_document(PatientId patient) {
    return {document::Kind::patient, patient.text()};
}

void meddle(const ledger::ClinicBox& box, const std::string& sql) {
    auto database = sqlite::Database::open(box.database(), sqlite::Access::read_write);
    database.execute(sql.c_str());
}

void damage(const ledger::ClinicBox& box, std::int64_t number) {
    auto database = sqlite::Database::open(box.database(), sqlite::Access::read_write);
    Bytes sealed;
    {
        auto rows = database.prepared("SELECT sealed FROM entry WHERE number = ?1").query(number);
        require(rows.next(), "there is such an entry");
        sealed = rows.blob(0);
    }
    sealed[sealed.size() / 2] ^= 1U;
    database.prepared("UPDATE entry SET sealed = ?2 WHERE number = ?1").run(number, sealed);
}

}  // namespace wayside::shelf
