// storage/ledger/verification.hpp: the parts of `verify`; for this folder only.
#pragma once

#include <set>

#include "storage/ledger/entry.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/ledger/marker.hpp"
#include "storage/trust/register.hpp"

namespace wayside::ledger {

/// Everything that is said about an entry elsewhere: a head, the marker, the log that follows it.
struct Vouched {
    SpaceId space;
    EntryName entry;
    crypto::Hash32 chain{};
    const char* missing;  ///< what to say where the log ends before it
    const char* differs;  ///< what to say where its chain hash is another
};

/// One look at a whole ledger. Each part adds its findings.
class Verification {
  public:
    Verification(const std::filesystem::path& folder, const trust::Keyring* keyring)
        : folder_(folder), keyring_(keyring) {}

    std::vector<Finding> run();

  private:
    /// Runs one part; a machine that fails in it is a finding, and the next part is run.
    template <class Part>
    void guard(const char* what, const Part& part);

    void check_pages(LedgerReader& reader);
    void check_heads(LedgerReader& reader);
    void name_fork(const trust::Register& reg, const Fork& fork);
    void check_marker();
    void gather_follows(LedgerReader& reader);
    void check_patient_keys(LedgerReader& reader);
    void check_entries(LedgerReader& reader);
    void check_vouched();
    void check_losses(LedgerReader& reader);
    void check_side_tables(LedgerReader& reader);

    void look_at(const StoredEntry& entry);
    void decode(const StoredEntry& entry);
    void name_held();
    void check_keys_of(const StoredEntry& entry, const Entry& decoded);
    void add(const StoredEntry& at, std::string what);
    void add(Finding finding);

    /// An entry that waits for another, whole.
    struct Held {
        StoredEntry entry;
        EntryName parent;
    };

    std::filesystem::path folder_;
    const trust::Keyring* keyring_;
    std::vector<Finding> findings_;
    std::vector<Vouched> vouched_;
    std::set<std::pair<SpaceId, PatientId>> patients_;  ///< whose key is there or forgotten
    bool knows_patients_ = false;
    std::map<SpaceId, ChangeNames> names_;
    std::vector<Held> held_;
    std::map<std::pair<SpaceId, EntryName>, crypto::Hash32> chains_;
};

}  // namespace wayside::ledger
