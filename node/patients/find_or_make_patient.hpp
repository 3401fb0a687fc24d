// node/patients/find_or_make_patient.hpp: who the person at the counter is: somebody known, or
// somebody new. Used by every act that begins with a person.
#pragma once

#include <string>

#include "node/desk/command.hpp"
#include "node/patients/person.hpp"

namespace wayside::patients {

/// Who was named in a body.
struct GivenPatient {
    std::string id;  ///< ours (base32 of a known patient) or one from outside; may be empty
    Person person;
};

struct FoundPatient {
    PatientId id;
    bool is_new = false;
    /// The patient's document, with what is to be written there: words that are new or have
    /// changed. The act adds its own (a reason, a note); without any it writes nothing there.
    desk::DocumentEdits edits;
};

/// The document of a patient.
ledger::DocumentId document_of(PatientId patient);

/// Somebody known: by our own id; by the id from outside, which is always the same person; without
/// an id, by exactly equal name, birth date and phone. Else somebody new, under an id of their own.
/// Words that are given and differ from those known are written; words that are not given stand.
/// Refuses `forbidden` for a patient whose key was forgotten, where there are words to write.
Result<FoundPatient> find_or_make_patient(const desk::Facts& facts, desk::Means& means,
                                          const GivenPatient& given);

/// Somebody new, whoever else bears the same words: two records of one person are joined by a
/// person, never by the machine (design 11). Refuses as `find_or_make_patient`.
Result<FoundPatient> make_patient(desk::Means& means, const GivenPatient& given);

/// A sealed value for a patient's document; `record` is empty for the single values of a map.
Result<document::Edit> sealed_edit(desk::Means& means, PatientId patient, const std::string& map,
                                   const std::string& record, const std::string& field,
                                   std::string_view text);

}  // namespace wayside::patients
