// node/queue/projection.hpp: queue's table of the read model: `ticket`.
//
// ticket (id, visit, day, letter, number, issued_at): a row a record of a day's map `tickets`;
// issued_at is when its author wrote it, in ms UTC.
#pragma once

#include "storage/shelf/projection.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::queue {

class Projection final : public shelf::Projection {
  public:
    /// Makes the table; `model` outlives this.
    explicit Projection(sqlite::Database& model);

    void apply(const ledger::DocumentId& document, const std::vector<document::Record>& records,
               const shelf::Authors& authors) override;
    void forget(const ledger::DocumentId& document) override;

  private:
    void forget_record(const std::string& key);

    sqlite::Database& model_;
};

}  // namespace wayside::queue
