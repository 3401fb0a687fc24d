// storage/shelf/words.hpp: a patient's words, sealed on their way into a document and opened on
// their way out of one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/document/document.hpp"
#include "storage/ledger/document_id.hpp"
#include "storage/trust/keyring.hpp"
#include "storage/trust/patient_keys.hpp"

namespace wayside::shelf {

/// Which field of which record a sealed value stands in; all of it is part of the seal's context.
struct Place {
    const ledger::DocumentId& document;
    std::string_view record;  ///< key of the record; empty for the single values of a map
    std::string_view field;
};

/// Seals and opens the values of patients' documents in one space. Used on the desk thread only.
class Words {
  public:
    Words(SpaceId space, const trust::Keyring& keyring, Random& random);

    /// Takes a stored row; refuses by name what cannot be unwrapped. A forgotten row leaves the
    /// patient without words.
    Result<void> load(const trust::PatientKeyRow& row);

    /// The value to write. Draws the patient's key if there is none yet; its row waits in
    /// `take_new_rows`. Refuses `forbidden` for a patient whose key was forgotten, `too_large`
    /// above 4 kB.
    Result<document::Scalar> seal(PatientId patient, const Place& place, std::string_view text);
    /// The words, or nothing where the key is gone or the bytes are not what was sealed.
    [[nodiscard]] std::optional<std::string> open(PatientId patient, const Place& place,
                                                  const document::Scalar& value) const;

    /// Keys drawn since the last call: they belong into the commit that first uses them.
    std::vector<trust::PatientKeyRow> take_new_rows();
    /// Takes back keys whose commit failed or whose command was refused.
    void drop(const std::vector<trust::PatientKeyRow>& rows);

  private:
    SpaceId space_;
    const trust::Keyring& keyring_;
    Random& random_;
    trust::PatientKeys keys_;
    std::vector<trust::PatientKeyRow> new_rows_;
};

}  // namespace wayside::shelf
