// storage/shelf/shelf.hpp: the documents of one space in memory, kept in step with the ledger and
// with the read model.
//
// Everything here can be dropped and rebuilt from the ledger. Used on the desk thread only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "storage/ledger/change_names.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/shelf/author_index.hpp"
#include "storage/shelf/edits.hpp"
#include "storage/shelf/entry_runs.hpp"
#include "storage/shelf/projection.hpp"
#include "storage/shelf/taken.hpp"
#include "storage/shelf/written_again.hpp"

namespace wayside::shelf {

struct LoadReport {
    std::uint64_t applied = 0;
    std::vector<Trouble> held;              ///< wait, whole, for entries that are not here
    std::vector<Trouble> set_aside;         ///< unreadable, or refused by their documents
    std::vector<ledger::Finding> findings;  ///< what the ledger itself found damaged or missing
    std::vector<ledger::HeldLog> logs;      ///< of what was read, for `Ledger::begin_holdings`
};

/// What a load reads of the ledger.
enum class Reach : std::uint8_t {
    everything,  ///< `LoadReport::logs` tells of all spaces
    own_space,   ///< others are passed over unread: a hub has a shelf for each
};

class Shelf final : public Authors {
  public:
    /// `start` is this process's log in the space and its Automerge actor.
    Shelf(SpaceId space, LogId start, ledger::LedgerReader& reader, HybridClock& clock);

    /// From now on `projection` hears of every record. All are registered before `load`.
    void add(Projection& projection);

    /// Reads the whole ledger, builds the documents, one batch each, and projects them. An entry
    /// that spoils a document is set aside for all its documents, and what builds on it is held.
    /// Again only with nothing written or taken that is not durable yet. Cost: about 30 us an
    /// entry.
    ///
    /// What is here of a log in `lost` behind the place that it names, whole, can be given to
    /// nobody, since a log travels without a gap: it waits, with what builds on it, to be written
    /// again.
    LoadReport load(const LostFrom& lost = {}, Reach reach = Reach::everything);

    /// Once a fork was stored: its log ends earlier from now on, and all is read anew. Nothing is
    /// to be written or taken that is not durable yet.
    ///
    /// False: something that this start wrote builds on what falls away. Then all stays as it was
    /// read before, and what comes goes on from there, until the next start. Without what it built
    /// on, a document would know nothing of this start's changes and number the next one as it did
    /// the first: two changes of one actor and number make whole batches unreadable for ever.
    bool end_forked(Reach reach = Reach::everything);

    /// Takes entries of others as they come, or of earlier starts of ours that were lost: decodes
    /// them, applies in one batch a document what is ready, projects the records that it touched,
    /// and holds the rest whole until its parents come. An entry that spoils a document is set
    /// aside for all its documents. Order, doubling and interleaving of ranges decide nothing.
    /// Cost: about 30 us an entry; where a document refuses something, a pass over the ledger.
    Taken take(const ledger::CheckedRange& range);
    /// Shows these documents to every projection as if they were new: what can be read in them has
    /// changed, because a patient's key came or was forgotten. Passes over what is not here.
    void project_again(const std::vector<ledger::DocumentId>& ids);
    /// The commit of every range up to this ticket is durable.
    void kept(std::uint64_t ticket);
    /// The commit of the ranges from this ticket on failed: documents are read anew without them.
    /// What was written since builds on them, so `lost` is called for it before.
    void untake(std::uint64_t ticket);

    /// Entries of this device that others of its entries wait for and that are not here, ordered.
    /// While somebody may still have them, they are waited for; then `write_again` is called.
    std::vector<ledger::EntryName> waits_for_own(const DeviceId& own);
    /// At any time after `load`: writes the edits of this device's held entries again that
    /// wait for an entry of this device which is lost, each as an entry of this start with its
    /// audit record, in their order (design 6). What a later act has settled since stays as it is.
    /// To be called only once nobody is left who could have the lost entry. All of it belongs into
    /// one commit (`settled` and `lost` go for it too); a second start then finds nothing to write
    /// again.
    WrittenAgain write_again(const DeviceId& own);
    /// The same for what waits for an entry in `lost` alone.
    WrittenAgain write_again(const DeviceId& own, const LostFrom& lost);
    /// Something that this start wrote waits. It cannot be written again by this start: a document
    /// would then have two changes of one actor and number.
    [[nodiscard]] bool waits_in_own_start() const;

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
    /// When the latest entry that was read happened; empty where there is none.
    [[nodiscard]] std::optional<Timestamp> last_entry_at() const { return authors_.latest(); }
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

    using Spoilers = std::map<ledger::EntryName, std::string>;
    /// A document with all of some changes but those that spoil it.
    struct Built {
        document::Document document;
        Spoilers spoilers;
    };
    struct Touched {
        ledger::DocumentId document;
        std::vector<document::Record> records;
    };

    document::Document& open(const ledger::DocumentId& id);
    void project(const ledger::DocumentId& id, const std::vector<document::Record>& records);
    void drop_all();
    void read_ledger(const LostFrom& lost, Reach reach, Changes& changes, LoadReport& report);
    void retry_held(Changes& changes, LoadReport& report);
    void take_stored(HeldEntryBytes stored, Changes& changes, LoadReport& report);
    void take_decoded(const ledger::EntryName& name, const ledger::DecodedEntry& decoded,
                      Changes& changes);
    static std::vector<Bytes> raw_of(const std::vector<Change>& changes);
    Built try_changes(const ledger::DocumentId& id, const std::vector<Change>& changes) const;
    Spoilers build(const ledger::DocumentId& id, const std::vector<Change>& changes);
    /// What the ledger holds of these documents, with all that is not durable yet.
    Changes gather(const std::vector<ledger::DocumentId>& ids);
    void read_anew(const std::vector<ledger::DocumentId>& ids);

    void learn_range(const ledger::CheckedRange& range, TakenStep& step, Taken& taken);
    void release(std::set<ledger::EntryName>& fresh, TakenStep& step, Taken& taken,
                 const std::function<bool(HeldEntryBytes)>& take_one);
    Spoilers apply_step(const TakenStep& step, std::vector<Touched>& touched);
    void undo(std::vector<TakenStep> steps);

    std::set<ledger::EntryName> lost_parents(const DeviceId& own);
    std::set<LogId> logs_of(const DeviceId& own);
    using IsLost = std::function<bool(const ledger::EntryName&)>;
    std::vector<SeveredEntry> severed(const DeviceId& own, const IsLost& is_lost);
    WrittenAgain write_again(const DeviceId& own, const IsLost& is_lost);
    [[nodiscard]] std::set<ledger::EntryName> names_of_waiting() const;
    void recover_edits(std::vector<SeveredEntry>& entries);
    void recover_edits(const ledger::DocumentId& id, const std::vector<Bytes>& changes,
                       const std::vector<SeveredEntry*>& of);

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
    Spoilers spoilers_;  ///< set aside, because a document refused them
    std::vector<HeldEntryBytes> held_;
    std::set<ledger::EntryName> locked_;  ///< whole, under a key that is not here
    EntryRuns known_;                     ///< applied, held, set aside or written again
    EntryRuns fallen_;                    ///< beyond the end of a forked log, as it was last read
    /// While a fork is not followed: what had fallen before it.
    std::optional<EntryRuns> fallen_before_;
    std::uint64_t next_ticket_ = 1;
    std::vector<TakenStep> steps_;  ///< taken and not yet durable, oldest first
    /// Written again under these sequences of ours, and not yet durable.
    std::vector<std::pair<std::uint64_t, HeldEntryBytes>> rewritten_;
    /// Written and not yet durable, oldest first: a document that must be read anew needs these
    /// besides the ledger.
    std::vector<std::pair<ledger::EntryName, ledger::EntryChange>> unsettled_;
};

}  // namespace wayside::shelf
