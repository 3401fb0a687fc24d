// storage/ledger/ledger_reader.hpp: everything that the ledger holds, read beside its running
// writer, in another thread or process.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "storage/ledger/entry_state.hpp"
#include "storage/ledger/finding.hpp"
#include "storage/ledger/frontier.hpp"
#include "storage/ledger/head.hpp"
#include "storage/ledger/holdings.hpp"
#include "storage/ledger/log_book.hpp"
#include "storage/trust/patient_key_row.hpp"

namespace wayside::ledger {

class EntryPass;

struct StoredEntry {
    std::int64_t number = 0;  ///< order of arrival
    SpaceId space;
    EntryName name;
    /// So many entries of its log directly before it are not stored, or come later in the pass.
    std::uint64_t missing_before = 0;
    DeviceId device;
    EntryState state = EntryState::applied;
    crypto::Hash32 previous{};  ///< what it was chained to; zeros where it is damaged
    crypto::Hash32 chain{};
    bool is_sound = false;        ///< bytes and columns agree with each other and with `previous`
    bool is_beyond_fork = false;  ///< its log ends before it (fork.hpp)
    /// What was sealed: the seal vouches for bytes, space, log and sequence. Empty where it is
    /// damaged (a finding of the cursor names it) or where no key is held.
    std::optional<Bytes> plaintext;
    bool has_no_key = false;  ///< the bytes are whole; nobody here has the key
};

/// One pass over all entries in the order of their arrival, in which parents mostly come first.
/// What is damaged is passed over and named; the rest is served. Sees one state of the database
/// from its first call to its end.
class EntryCursor {
  public:
    EntryCursor(EntryCursor&&) noexcept;
    EntryCursor& operator=(EntryCursor&&) noexcept;
    ~EntryCursor();

    /// The next entry that has a place (a known log and a sequence of its own); empty after the
    /// last. Throws StorageError only where waiting may help.
    std::optional<StoredEntry> next();
    /// What was found up to now: damaged, doubled and missing entries, by log and range. Complete
    /// after the last.
    [[nodiscard]] const std::vector<Finding>& findings() const;
    /// How far every log is stored and agrees. Complete after the last.
    [[nodiscard]] std::vector<HeldLog> held_logs() const;

  private:
    friend class LedgerReader;
    explicit EntryCursor(std::unique_ptr<EntryPass> pass);
    std::unique_ptr<EntryPass> pass_;
};

struct StoredAnswer {
    crypto::Hash32 request{};
    std::uint16_t status = 0;
    Bytes body;
    Timestamp at;
};

struct PatientKeyRows {
    std::vector<trust::PatientKeyRow> rows;
    std::vector<Finding> findings;
};

/// Used by one thread. Throws StorageError where the database cannot be read at all.
class LedgerReader {
  public:
    /// `keyring` may be nullptr (chains are checked, nothing is opened); else it outlives the
    /// reader and its cursors. Refuses `unsupported` for the database of a later version.
    static Result<LedgerReader> open(const std::filesystem::path& folder,
                                     const trust::Keyring* keyring = nullptr);

    LedgerReader(LedgerReader&&) noexcept;
    LedgerReader& operator=(LedgerReader&&) noexcept;
    ~LedgerReader();

    /// One cursor at a time.
    EntryCursor entries();
    /// Of one space alone: what others wrote is passed over unread, and `held_logs` leaves it out.
    EntryCursor entries(const SpaceId& of);
    /// Logs and sealings as they lie, with what is damaged in them.
    LogBook log_book();
    std::vector<Head> heads();
    /// Of one log, in the order of their sequences.
    std::vector<Head> heads_of(const SpaceId& space, const LogId& log);
    /// Logs of which two heads do not lie on one chain; notes that are damaged are findings.
    std::vector<Fork> forks();
    /// Of all spaces; rows that cannot be read are findings.
    PatientKeyRows patient_keys();
    std::optional<trust::PatientKeyRow> patient_key(const SpaceId& space, const PatientId& patient);
    /// Of a command that was answered in the last week, if its answer can be opened.
    std::optional<StoredAnswer> answer(const SpaceId& space, std::string_view screen,
                                       std::string_view key);
    std::optional<Bytes> setting(std::string_view name);
    /// In the order in which they were stored, for `trust::open_box` and `trust::Register::load`.
    std::vector<Bytes> register_records();
    /// Refuses `not_found` where there are none.
    Result<Bytes> device_secrets();
    /// Entries of ours that were gone at a start and have not come back.
    std::vector<Finding> losses();
    /// What SQLite itself says of its pages, at most some lines; empty if all is well.
    std::vector<std::string> damaged_pages();
    /// Settings and, with a keyring, answers that are not as they were written.
    std::vector<Finding> damaged_side_rows();
    /// What is stored without a gap. Reads every entry.
    Frontier frontier(const SpaceId& space);

    /// Entries of a log from `first` on, opened: up to what is missing or damaged, or to where
    /// their plaintexts would be more than `most_bytes`, at least one; cut at the last stored head
    /// inside. Where none lies within `most_bytes` it goes on to the next one, up to
    /// `max_range_bytes`. Refuses `not_found` where the first entry is not stored, `damaged` where
    /// it does not agree with what precedes it, `forbidden`, rule `no_key`, and `not_found`, rule
    /// `no_head`, where no head comes. The first call reads the places of all entries.
    /// `until`: no further than this entry where a head lies before it, whatever fits.
    Result<SignedRange> range(const SpaceId& space, const LogId& log, std::uint64_t first,
                              std::size_t most_bytes,
                              std::optional<std::uint64_t> until = std::nullopt);
    /// As `range`, for a log of ours: cut nowhere, and its head is not signed yet (`sign_head`; the
    /// head then belongs into a batch).
    Result<SignedRange> range_to_sign(const SpaceId& space, const LogId& log, std::uint64_t first,
                                      std::size_t most_bytes,
                                      std::optional<std::uint64_t> until = std::nullopt);

    class Connection;  ///< for this folder only

  private:
    explicit LedgerReader(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

}  // namespace wayside::ledger
