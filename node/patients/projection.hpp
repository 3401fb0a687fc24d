// node/patients/projection.hpp: patients' tables of the read model: their words, opened in memory.
// See documents.md beside this file for the fields and the columns.
#pragma once

#include "storage/shelf/projection.hpp"
#include "storage/shelf/words.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::patients {

/// Keeps `patient`, `patient_identifier`, `visit_reason`, `visit_note` and the search index in step
/// with the patients' documents. A value whose key is gone, or that is not what was sealed, is
/// NULL; the row stands. Of several values of a field the first that opens counts.
class Projection final : public shelf::Projection {
  public:
    /// Makes the tables; both outlive this.
    Projection(sqlite::Database& model, const shelf::Words& words);

    void apply(const ledger::DocumentId& document, const std::vector<document::Record>& records,
               const shelf::Authors& authors) override;
    void forget(const ledger::DocumentId& document) override;

  private:
    class Reader;
    void put_person(PatientId id, const Reader& read);
    void put_search(PatientId id, const Reader& read);

    sqlite::Database& model_;
    const shelf::Words& words_;
};

}  // namespace wayside::patients
