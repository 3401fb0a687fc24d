// node/booking/projection.hpp: booking's tables of the read model: visits, placements, and the view
// that joins them. See documents.md beside this file for the fields and the columns.
#pragma once

#include "storage/shelf/projection.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::booking {

/// Keeps `visit` and `placement` in step with the day documents, and publishes `visit_placed`:
/// each visit beside the placement that counts.
///
/// Where a visit names several placements, the one whose author's (time, id) is lowest counts until
/// somebody chooses; concurrent statuses come together by rank; of any other field the first value
/// counts and `conflicts` names the field.
class Projection final : public shelf::Projection {
  public:
    /// Makes the tables; `model` outlives this.
    explicit Projection(sqlite::Database& model);

    void apply(const ledger::DocumentId& document, const std::vector<document::Record>& records,
               const shelf::Authors& authors) override;
    void forget(const ledger::DocumentId& document) override;

  private:
    void put_placement(const ledger::DocumentId& document, const document::Record& record);

    sqlite::Database& model_;
    sqlite::Statement put_visit_;
    sqlite::Statement put_placement_;
    sqlite::Statement drop_placement_;
    sqlite::Statement forget_visits_;
    sqlite::Statement forget_placements_;
};

}  // namespace wayside::booking
