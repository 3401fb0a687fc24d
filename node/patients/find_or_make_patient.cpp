#include "node/patients/find_or_make_patient.hpp"

#include "node/patients/search.hpp"

namespace wayside::patients {

namespace {

std::optional<PatientId> find(const desk::Facts& facts, const GivenPatient& given) {
    if (given.id.empty()) return find_same_person(facts.model, given.person);
    if (const auto ours = PatientId::parse(given.id)) {
        if (find_patient(facts.model, *ours)) return *ours;
    }
    return find_by_identifier(facts.model, given.id);
}

}  // namespace

ledger::DocumentId document_of(PatientId patient) {
    return {document::Kind::patient, patient.text()};
}

Result<document::Edit> sealed_edit(desk::Means& means, PatientId patient, const std::string& map,
                                   const std::string& record, const std::string& field,
                                   std::string_view text) {
    const ledger::DocumentId document = document_of(patient);
    auto sealed = means.words.seal(patient, {document, record, field}, text);
    if (!sealed) return sealed.refusal();
    return document::Edit{map, record, field, std::move(*sealed)};
}

namespace {

/// The words that are given and differ from those known.
Result<void> write_words(desk::Means& means, const Person& given, const Person& known,
                         FoundPatient& out) {
    for (const PersonField& field : person_fields) {
        const std::string& text = given.*field.text;
        if (text.empty() || text == known.*field.text) continue;
        auto edit = sealed_edit(means, out.id, "person", "", field.name, text);
        if (!edit) return edit.refusal();
        out.edits.edits.push_back(std::move(*edit));
    }
    return {};
}

}  // namespace

Result<FoundPatient> make_patient(desk::Means& means, const GivenPatient& given) {
    FoundPatient out;
    out.id = means.ids.next<PatientId>();
    out.is_new = true;
    out.edits.document = document_of(out.id);
    if (auto written = write_words(means, given.person, {}, out); !written) {
        return written.refusal();
    }
    if (given.id.empty()) return out;
    const std::string record = means.ids.next<RecordId>().text();
    auto edit = sealed_edit(means, out.id, "identifiers", record, "value", given.id);
    if (!edit) return edit.refusal();
    out.edits.edits.push_back(std::move(*edit));
    return out;
}

Result<FoundPatient> find_or_make_patient(const desk::Facts& facts, desk::Means& means,
                                          const GivenPatient& given) {
    const auto found = find(facts, given);
    if (!found) return make_patient(means, given);
    FoundPatient out;
    out.id = *found;
    out.edits.document = document_of(out.id);
    const auto patient = find_patient(facts.model, *found);
    const Person known = patient ? patient->person : Person{};
    if (auto written = write_words(means, given.person, known, out); !written) {
        return written.refusal();
    }
    return out;
}

}  // namespace wayside::patients
