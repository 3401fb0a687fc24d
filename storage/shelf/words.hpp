// storage/shelf/words.hpp: a patient's words, sealed on their way into a document and opened on
// their way out of one.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/document/document.hpp"
#include "storage/shelf/projection.hpp"
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
///
/// It is told of documents as a projection is: who has a document had a key, and where that key is
/// gone none is drawn in its place. Else the next command would give a person whose words were
/// destroyed new ones under the same id.
class Words final : public Projection {
  public:
    Words(SpaceId space, const trust::Keyring& keyring, Random& random);

    /// Takes a stored row; refuses by name what cannot be unwrapped. A forgotten row leaves the
    /// patient without words.
    Result<void> load(const trust::PatientKeyRow& row);

    /// The value to write. Draws the key of a patient who has no document yet; its row waits in
    /// `take_new_rows`. Refuses `forbidden`, rule `forgotten`, for a patient whose key was
    /// forgotten; `forbidden`, rule `key_gone`, for one who has a document and whose key is not
    /// here; `too_large` above 4 kB.
    Result<document::Scalar> seal(PatientId patient, const Place& place, std::string_view text);
    /// The words, or nothing where the key is gone or the bytes are not what was sealed.
    [[nodiscard]] std::optional<std::string> open(PatientId patient, const Place& place,
                                                  const document::Scalar& value) const;

    /// Keys drawn since the last call: they belong into the commit that first uses them.
    std::vector<trust::PatientKeyRow> take_new_rows();
    /// Takes back keys whose commit failed or whose command was refused.
    void drop(const std::vector<trust::PatientKeyRow>& rows);

    void apply(const ledger::DocumentId& document, const std::vector<document::Record>& records,
               const Authors& authors) override;
    void forget(const ledger::DocumentId& document) override;

  private:
    SpaceId space_;
    const trust::Keyring& keyring_;
    Random& random_;
    trust::PatientKeys keys_;
    std::vector<trust::PatientKeyRow> new_rows_;
    std::set<PatientId> have_document_;
};

}  // namespace wayside::shelf
