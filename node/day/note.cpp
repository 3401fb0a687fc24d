// node/day/note.cpp: a note about the patient, sealed in the patient's document. The status stays.

#include "node/day/body.hpp"
#include "node/day/commands.hpp"
#include "node/day/end_visit.hpp"
#include "node/day/visit_view.hpp"
#include "storage/document/fields.hpp"

namespace wayside::day {

namespace {

struct NoteBody {
    std::string text;
};

Result<NoteBody> decode(const desk::Json& json) {
    Body body(json);
    NoteBody out{body.needed_text("text", max_note_bytes)};
    return body.result(std::move(out));
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const NoteBody& body) {
    const auto visit = visit_for(clinic, facts, care::Act::note);
    if (!visit) return visit.refusal();
    if (!visit->patient) {
        return Refusal{Why::conflict, "nobody is known to have this visit; a note needs a patient",
                       "no_patient"};
    }
    const std::string record = means.ids.next<RecordId>().text();
    auto text = patients::sealed_edit(means, *visit->patient, "notes", record, "text", body.text);
    if (!text) return text.refusal();
    desk::Decision out;
    out.edits.push_back(
        {patients::document_of(*visit->patient),
         {{"notes", record, "visit", document::scalar_of(visit->id)}, std::move(*text)}});
    out.patient = visit->patient;
    out.makes_record = true;
    out.answer = visit_view(clinic, facts, *visit, Shown::ids_only);
    out.events.push_back(change_event(visit->day, &visit->id, {"day"}));
    return out;
}

}  // namespace

desk::Command note(const Clinic& clinic) {
    return desk::make_command<NoteBody>(
        "note", staff(), decode,
        [clinic](const desk::Facts& facts, desk::Means& means, const NoteBody& body) {
            return decide(clinic, facts, means, body);
        });
}

}  // namespace wayside::day
