// node/rota/projection.hpp: the clinic's set-up as it stands, and who says to be in, on a break or
// out.
#pragma once

#include <memory>

#include "node/care/setup.hpp"
#include "node/care/zone.hpp"
#include "node/rota/setup_records.hpp"
#include "storage/shelf/projection.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::rota {

/// Keeps the set-up as a value, and the table `practitioner_act` with the view
/// `practitioner_state` (practitioner, day, state, at): of each clinic day the latest act by author
/// time, then id.
class Projection final : public shelf::Projection {
  public:
    /// Makes the tables; `model` outlives this.
    explicit Projection(sqlite::Database& model);
    ~Projection() override;

    void apply(const ledger::DocumentId& document, const std::vector<document::Record>& records,
               const shelf::Authors& authors) override;
    void forget(const ledger::DocumentId& document) override;

    /// False until a whole set-up has come.
    [[nodiscard]] bool is_set_up() const { return setup_ != nullptr; }
    /// The set-up that counts, and its zone. Require `is_set_up()`. They stay until the next call
    /// of `apply` or `forget`.
    [[nodiscard]] const care::Setup& setup() const;
    [[nodiscard]] const care::Zone& zone() const;

  private:
    struct Known;
    void read_setup();

    sqlite::Database& model_;
    SetupRecords records_;
    std::unique_ptr<const Known> setup_;
};

/// "in", "break" or "out"; empty where nothing was said that day.
std::string state_of(sqlite::Database& model, std::string_view practitioner, std::string_view day);

/// The record of an act, for the day document.
std::vector<document::Edit> state_edits(RecordId id, std::string_view practitioner,
                                        std::string_view state);

}  // namespace wayside::rota
