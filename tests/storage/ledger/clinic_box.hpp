// tests/storage/ledger/clinic_box.hpp: a founded box in a folder of its own, and a writer that
// books visits into real documents.
#pragma once

#include <filesystem>
#include <map>
#include <memory>

#include "storage/document/document.hpp"
#include "storage/ledger/entry.hpp"
#include "storage/ledger/ledger.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/ledger/schema.hpp"

namespace wayside::ledger {

/// A folder of this test's own, gone at its end.
struct Folder {
    std::filesystem::path path;
    Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();
};

struct FixedClock final : Clock {
    std::int64_t ms = 1'772'438'400'000;  // 2026-03-02T08:00Z
    [[nodiscard]] Timestamp now() const override { return {ms}; }
    [[nodiscard]] bool trusted() const override { return true; }
};

/// A clinic's box with its ledger on disk.
struct ClinicBox {
    explicit ClinicBox(std::uint64_t seed);
    /// Another device of the founder's region and a member of its clinic, with a folder of its own.
    ClinicBox(ClinicBox& founder, std::uint64_t seed);

    [[nodiscard]] std::string database() const;
    [[nodiscard]] std::string marker() const;
    [[nodiscard]] SpaceId space() const { return box->clinics[0].clinic; }
    /// A start of its own, as after a restart.
    Ledger start();
    LedgerReader reader(bool with_keys = true) const;

    Folder folder;
    SeededRandom random;
    FixedClock clock;
    std::unique_ptr<trust::Box> box;
};

/// Writes visits as a desk would: one entry each, in the day's document and the patient's.
struct Author {
    Author(ClinicBox& of, Ledger& writer) : box(of), ledger(writer), hybrid(of.clock) {}

    /// An entry that books visit `number`, encoded for `sequence` and learned.
    NewEntry book(int number, std::uint64_t sequence);
    /// Commits `count` visits, in one group.
    void commit_visits(int count);
    document::Document& open(const DocumentId& id);

    ClinicBox& box;
    Ledger& ledger;
    HybridClock hybrid;
    ChangeNames names;
    std::map<DocumentId, document::Document> documents;
    int visits = 0;
};

inline const DocumentId day{document::Kind::day, "2026-03-02"};
DocumentId patient_document(int number);
PatientId patient_number(int number);

/// What a reader gives: plaintexts by (log, sequence), and how many could not be opened.
struct Contents {
    std::vector<StoredEntry> entries;
    std::vector<Finding> findings;
};
Contents contents_of(const ClinicBox& box, bool with_keys = true);

}  // namespace wayside::ledger
