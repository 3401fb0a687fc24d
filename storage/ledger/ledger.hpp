// storage/ledger/ledger.hpp: the one connection that writes the ledger.
//
// A commit is durable when it returns. The files lie in one folder: `ledger.db` (SQLite) and
// `marker`; their formats are in FORMAT.md.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "storage/ledger/batch.hpp"
#include "storage/ledger/finding.hpp"
#include "storage/ledger/holdings.hpp"
#include "storage/ledger/marker.hpp"
#include "storage/sqlite/storage_error.hpp"
#include "storage/trust/box.hpp"

namespace wayside::ledger {

/// How long answers are kept.
inline constexpr std::int64_t answers_kept_ms = std::int64_t{7} * 24 * 3'600 * 1'000;

/// This start of the process.
struct Start {
    LogId log;  ///< drawn for it; its log in every space, and its Automerge actor
    MachineId machine = this_machine();
};

/// Used by one thread. There is at most one in the world for a folder (the process's lock file sees
/// to that).
class Ledger {
  public:
    /// Makes the database of a new box: the register's records in their order, and the device's
    /// wrapped secrets. Throws StorageError, also where there is a database already.
    static void create(const std::filesystem::path& folder, const std::vector<Bytes>& records,
                       ByteView wrapped_secrets);

    /// Puts another proposal in the place of the one that `create` stored, in one commit. For a
    /// folder whose ledger nobody writes. `was` is stored (a promise). Throws StorageError.
    static void replace_proposal(const std::filesystem::path& folder, ByteView was,
                                 ByteView becomes);

    /// Opens what `create` made. Holds the ledger against the marker, notes what is lost, and signs
    /// heads for the last entries of this box's earlier logs: one commit. `box` outlives it.
    /// Refuses `unsupported` for the database of a later version. Throws StorageError.
    static Result<Ledger> open(const std::filesystem::path& folder, const trust::Box& box,
                               const Start& start);

    Ledger(Ledger&&) noexcept;
    Ledger& operator=(Ledger&&) noexcept;
    ~Ledger();

    /// All or nothing, durable when it returns; then the marker is written. Each entry is sealed
    /// under its space's newest key and chained. Throws StorageError: then nothing of it is stored
    /// and the next commit goes on from where this one began; after cause `sync` every later call
    /// throws too, and the process should end.
    void commit(const Batch& batch);
    /// As `commit`, with ranges of others. A range that is here already is no harm; an entry that
    /// is damaged here is replaced by the one that came, in its place. Refuses the whole batch, and
    /// stores nothing of it, with the rules
    ///   `gap` (unavailable)        entries before a range are not stored
    ///   `other_writer` (conflict)  a range's log is another device's here
    ///   `own_log` (conflict)       entries of this start's log that it did not write: its machine
    ///                              runs twice; end it. Where that is a fork, the proof is stored
    ///   `fork` (conflict)          our entries of this log are others. The proof, both heads, is
    ///                              then stored by itself, and the log ends at the last common
    ///                              entry: whoever shows documents reads them anew
    Result<void> receive(const Batch& batch);

    /// What is held of every log. Any thread; lives as long as the ledger.
    [[nodiscard]] const Holdings& holdings() const;
    /// From a pass that was made anyway (`EntryCursor::held_logs`), before the first commit. Who
    /// does not call this leaves it to the first `receive`, which reads every entry for it.
    void begin_holdings(const std::vector<HeldLog>& logs);

    /// To be called when nobody waits: once an hour drops answers older than a week, and now and
    /// then writes what SQLite's log holds into the database file and begins the log anew, which
    /// costs milliseconds and would otherwise fall upon some commit. Throws StorageError, as
    /// `commit` does.
    void fold();

    /// What the next entry of this start in this space is called; sequences count from 1.
    [[nodiscard]] std::uint64_t next_sequence(const SpaceId& space) const;
    [[nodiscard]] const LogId& log() const;
    /// What was found when it opened: entries of ours that the marker knows and that are gone.
    [[nodiscard]] const std::vector<Finding>& lost() const;

    /// The register's next records, after the chain that is stored. Throws StorageError.
    void add_register_records(const std::vector<Bytes>& records);
    /// Before the first byte of a package leaves. Throws StorageError.
    void sync_marker();
    /// For tests of a full disk: SQLite allows no more pages than this.
    void limit_pages(std::int64_t pages);

  private:
    class Writer;
    explicit Ledger(std::unique_ptr<Writer> writer);
    std::unique_ptr<Writer> writer_;
};

}  // namespace wayside::ledger
