// storage/shelf/shelf.hpp: the documents of one space in memory, kept in step with the ledger and
// with the read model.
//
// Everything here can be dropped and rebuilt from the ledger. Used on the desk thread only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "storage/ledger/change_names.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/shelf/author_index.hpp"
#include "storage/shelf/edits.hpp"
#include "storage/shelf/projection.hpp"

namespace wayside::shelf {

/// What a load met that is not as it should be; the rest stands and is served.
struct Trouble {
    ledger::EntryName entry;
    std::string what;
};

struct LoadReport {
    std::uint64_t applied = 0;
    std::vector<Trouble> held;              ///< wait, whole, for entries that are not here
    std::vector<Trouble> set_aside;         ///< unreadable, or refused by their documents
    std::vector<ledger::Finding> findings;  ///< what the ledger itself found damaged or missing
};

/// An entry that was written to the documents and now waits for its commit.
struct Written {
    ledger::EntryName name;
    Bytes plaintext;
};

class Shelf final : public Authors {
  public:
    /// `start` is this process's log in the space and its Automerge actor.
    Shelf(SpaceId space, LogId start, ledger::LedgerReader& reader, HybridClock& clock);

    /// From now on `projection` hears of every record. All are registered before `load`.
    void add(Projection& projection);

    /// Reads the whole ledger, builds the documents, one batch each, and projects them. Cost: about
    /// 30 us an entry.
    LoadReport load();

    /// Commits the edits to the documents, projects what they touched, and gives the entry under
    /// the next sequence of this start's log. All or none: refuses `invalid`, `too_large` or
    /// `damaged` with the documents as before.
    Result<Written> write(const Draft& draft);
    /// The commit of every entry up to `sequence` of this start's log is durable.
    void settled(std::uint64_t sequence);
    /// The commit of this start's entries from `first` on failed: their documents are read anew,
    /// with their rows.
    void lost(std::uint64_t first);

    [[nodiscard]] SpaceId space() const { return space_; }
    [[nodiscard]] std::uint64_t next_sequence() const { return next_sequence_; }
    [[nodiscard]] std::size_t documents() const { return documents_.size(); }
    [[nodiscard]] std::uint64_t applied() const { return applied_; }
    [[nodiscard]] std::optional<Author> author_of(const ledger::DocumentId& document,
                                                  const document::Value& value) const override;
    /// Every document in order of id, with all its records.
    void each_document(const std::function<void(const ledger::DocumentId&,
                                                const std::vector<document::Record>&)>& visit);

  private:
    struct Change {
        ledger::EntryName entry;
        Bytes raw;
    };
    using Changes = std::map<ledger::DocumentId, std::vector<Change>>;

    document::Document& open(const ledger::DocumentId& id);
    void project(const ledger::DocumentId& id, const std::vector<document::Record>& records);
    void read_ledger(Changes& changes, LoadReport& report);
    void take_decoded(const ledger::EntryName& name, const ledger::DecodedEntry& decoded,
                      Changes& changes);
    void build(const ledger::DocumentId& id, const std::vector<Change>& changes,
               LoadReport& report);
    void set_aside(const ledger::EntryName& name, std::string what, LoadReport& report);
    void read_anew(const std::vector<ledger::DocumentId>& ids);

    SpaceId space_;
    LogId start_;
    ledger::LedgerReader& reader_;
    HybridClock& clock_;
    std::vector<Projection*> projections_;
    std::map<ledger::DocumentId, document::Document> documents_;
    ledger::ChangeNames names_;
    AuthorIndex authors_;
    std::uint64_t next_sequence_ = 1;
    std::uint64_t applied_ = 0;
    /// Written and not yet durable, oldest first: a document that must be read anew needs these
    /// besides the ledger.
    std::vector<std::pair<ledger::EntryName, ledger::EntryChange>> unsettled_;
};

}  // namespace wayside::shelf
