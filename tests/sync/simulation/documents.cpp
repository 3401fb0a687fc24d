#include "tests/sync/simulation/documents.hpp"

#include "storage/shelf/digest.hpp"

namespace wayside::sync::simulation {

namespace {

const ledger::DocumentId day{document::Kind::day, "2026-03-02"};

shelf::Draft draft_of(std::vector<shelf::DocumentEdits> edits) {
    shelf::Draft draft;
    draft.audit.command = "visit";
    draft.audit.role = "nurse";
    draft.audit.screen = "desk";
    draft.edits = std::move(edits);
    return draft;
}

ledger::DocumentId document_of(PatientId patient) {
    return {document::Kind::patient, patient.text()};
}

}  // namespace

Author::Author(SimNode& node, const SpaceId& space)
    : node_(node),
      hybrid_(node.clock),
      words_(space, node.box->keyring, node.random),
      shelf_(space, node.writer->log(), *node.reader, hybrid_) {
    shelf_.add(words_);
    for (const auto& row : node.reader->patient_keys().rows) {
        if (row.space == space) require(words_.load(row).has_value(), "a stored key opens");
    }
    shelf_.load();
}

void Author::commit(const shelf::Draft& draft) {
    auto written = shelf_.write(draft);
    require(written.has_value(), "a draft is sound");
    ledger::Batch batch;
    batch.entries.push_back(
        {shelf_.space(), written->name.sequence, std::move(written->plaintext)});
    for (auto& row : words_.take_new_rows()) batch.patient_keys.push_back(std::move(row));
    node_.writer->commit(batch);
    shelf_.settled(batch.entries.back().sequence);
}

void Author::set(const std::string& visit, const std::string& field, const std::string& value) {
    commit(draft_of({{day, {{"visits", visit, field, value}}}}));
}

void Author::say(PatientId patient, const std::string& note, const std::string& text) {
    say(std::vector{patient}, note, text);
}

void Author::say(const std::vector<PatientId>& patients, const std::string& note,
                 const std::string& text) {
    std::vector<shelf::DocumentEdits> edits;
    for (const PatientId& patient : patients) {
        const ledger::DocumentId id = document_of(patient);
        auto sealed = words_.seal(patient, {id, note, "text"}, text);
        require(sealed.has_value(), "words are sealed");
        edits.push_back({id, {{"notes", note, "text", std::move(*sealed)}}});
    }
    commit(draft_of(std::move(edits)));
}

std::string digest_at(SimNode& node, const SpaceId& space) {
    HybridClock hybrid(node.clock);
    shelf::Shelf shelf(space, node.random.draw_log(), *node.reader, hybrid);
    shelf.load();
    const auto digest = shelf::digest_of(shelf, node.box->keyring);
    require(digest.has_value(), "the space's key is here");
    return hex_of(digest->hash) + " " + std::to_string(digest->documents) + " " +
           std::to_string(digest->entries);
}

std::vector<std::string> notes_at(SimNode& node, const SpaceId& space) {
    HybridClock hybrid(node.clock);
    shelf::Words words(space, node.box->keyring, node.random);
    for (const auto& row : node.reader->patient_keys().rows) {
        if (row.space == space) static_cast<void>(words.load(row));
    }
    shelf::Shelf shelf(space, node.random.draw_log(), *node.reader, hybrid);
    shelf.load();
    std::vector<std::string> out;
    const auto read = [&](const ledger::DocumentId& id, const document::Record& note) {
        const auto patient = PatientId::parse(id.key);
        for (const document::Field& field : note.fields) {
            const auto text =
                words.open(*patient, {id, note.key, field.name}, field.values.front().scalar);
            if (text) out.push_back(*text);
        }
    };
    shelf.each_document(
        [&](const ledger::DocumentId& id, const std::vector<document::Record>& records) {
            for (const document::Record& record : records) {
                if (record.map == "notes") read(id, record);
            }
        });
    return out;
}

}  // namespace wayside::sync::simulation
