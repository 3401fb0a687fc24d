// tests/storage/shelf/start.hpp: one start of a process over a real ledger: shelf, words, and a
// projection that keeps whole records as its rows.
#pragma once

#include "storage/shelf/digest.hpp"
#include "storage/shelf/shelf.hpp"
#include "storage/shelf/words.hpp"
#include "tests/storage/ledger/clinic_box.hpp"

namespace wayside::shelf {

/// The rows of a made-up slice: every record, as text with the names of its authors.
class Rows final : public Projection {
  public:
    void apply(const ledger::DocumentId& document, const std::vector<document::Record>& records,
               const Authors& authors) override;
    void forget(const ledger::DocumentId& document) override { rows_.erase(document); }

    using Table = std::map<ledger::DocumentId, std::map<std::string, std::string>>;
    [[nodiscard]] const Table& all() const { return rows_; }

  private:
    Table rows_;
};

/// A start's log is drawn and its shelf is loaded as it is made.
struct Start {
    explicit Start(ledger::ClinicBox& box);

    /// Writes the draft; it waits for `commit`.
    Result<ledger::EntryName> write(const Draft& draft);
    /// Commits everything that waits, durably.
    void commit();
    /// Writes and commits.
    ledger::EntryName act(const Draft& draft);
    [[nodiscard]] std::string digest();
    /// Canonical JSON of every document.
    [[nodiscard]] std::map<ledger::DocumentId, std::string> texts();
    /// The words in a field of a patient's document, opened.
    [[nodiscard]] std::optional<std::string> words_at(PatientId patient, const std::string& map,
                                                      const std::string& record,
                                                      const std::string& field);
    /// Seals the words and acts.
    Result<ledger::EntryName> say(PatientId patient, const std::string& record,
                                  const std::string& text);

    ledger::ClinicBox& box;
    ledger::Ledger ledger;
    ledger::LedgerReader reader;
    HybridClock hybrid;
    Words words;
    Shelf shelf;
    Rows rows;
    LoadReport report;
    ledger::Batch batch;
};

/// A draft of a nurse at the desk.
Draft draft_of(const std::string& command, std::vector<DocumentEdits> edits);
/// Sets fields of one visit of `ledger::day`.
Draft visit_draft(const std::string& visit,
                  const std::vector<std::pair<std::string, document::Scalar>>& fields);
ledger::DocumentId patient_document(PatientId patient);
/// Runs SQL on the ledger's database beside everybody.
void meddle(const ledger::ClinicBox& box, const std::string& sql);
/// Flips a bit in the middle of the stored bytes of this entry (by order of arrival, from 1).
void damage(const ledger::ClinicBox& box, std::int64_t number);

}  // namespace wayside::shelf
