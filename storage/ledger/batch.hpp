// storage/ledger/batch.hpp: what one commit of the ledger takes, all or nothing.
#pragma once

#include <string>
#include <vector>

#include "storage/ledger/entry_state.hpp"
#include "storage/ledger/fork.hpp"
#include "storage/ledger/range.hpp"
#include "storage/trust/patient_key_row.hpp"

namespace wayside::ledger {

/// An entry of ours, under the sequence that it was encoded for.
struct NewEntry {
    SpaceId space;
    std::uint64_t sequence = 0;
    Bytes plaintext;
};

/// The answer to a command, kept for a week so that a repeat is answered and not done again.
struct NewAnswer {
    SpaceId space;  ///< whose key seals it
    std::string screen;
    std::string key;           ///< the screen's idempotency key
    crypto::Hash32 request{};  ///< a hash of what was asked: another request under this key is
                               ///< another matter
    std::uint16_t status = 0;
    Bytes body;  ///< ids and facts of the day, never a patient's words
    Timestamp at;
};

/// A small named value, replaced whole.
struct NewSetting {
    std::string name;
    Bytes value;
};

/// What became of a stored entry since it was stored, or of one that this batch stores.
struct NewState {
    std::int64_t number = 0;  ///< StoredEntry::number; 0: it is found by its name
    EntryName entry;
    EntryState state = EntryState::applied;
    SpaceId space{};  ///< of the entry, where it is found by its name
};

struct Batch {
    std::vector<NewEntry> entries;  ///< those of one space in the order of their sequences
    std::vector<trust::PatientKeyRow> patient_keys;  ///< replace the patient's row
    std::vector<NewAnswer> answers;
    std::vector<NewSetting> settings;
    std::vector<NewState> states;

    /// Entries of others, or of earlier starts of ours that were lost; those of one log in the
    /// order of their sequences. For `Ledger::receive` alone.
    std::vector<CheckedRange> received;
    /// What others say of logs that are held here: where one does not lie on our chain it proves a
    /// fork, whose heads are then all that is kept of the batch. For `Ledger::receive` alone.
    std::vector<CheckedHead> told_heads;
    /// Patients' keys from others: stored where none of that patient in that space is here or ours
    /// does not open; a forgotten row beats every other.
    std::vector<trust::PatientKeyRow> received_keys;
    /// Signed by this device for what it packs. Of logs that are stored.
    std::vector<Head> heads;
    /// The register's next rows, after those that are stored.
    std::vector<Bytes> register_records;

    [[nodiscard]] bool empty() const {
        return entries.empty() && patient_keys.empty() && answers.empty() && settings.empty() &&
               states.empty() && received.empty() && received_keys.empty() && heads.empty() &&
               told_heads.empty() && register_records.empty();
    }
};

}  // namespace wayside::ledger
