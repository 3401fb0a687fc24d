// storage/ledger/side_rows.hpp: how answers, settings and forgettings lie in the database; for this
// folder only.
#pragma once

#include "storage/ledger/batch.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/ledger/log_book.hpp"

namespace wayside::ledger {

/// Under what an answer is found: a hash keyed by the space key, because what a screen calls its
/// request may say something about a patient.
crypto::Hash32 request_key(const crypto::Key& space_key, crypto::Suite suite,
                           std::string_view screen, std::string_view key);

Bytes seal_answer(const crypto::Key& space_key, const SealingRow& sealing,
                  const crypto::Hash32& request_key, const NewAnswer& answer);
/// Refuses `damaged` or `malformed`.
Result<StoredAnswer> open_answer(const crypto::Key& space_key, const SealingRow& sealing,
                                 const crypto::Hash32& request_key, const SpaceId& space,
                                 ByteView sealed);

/// A setting keeps its row: a new one would take a new number and touch the index too. Throws
/// StorageError.
void put_setting(sqlite::Database& database, std::string_view name, ByteView value);
/// The value, where the eight bytes of a hash behind it agree with it and its name.
std::optional<Bytes> without_check(std::string_view name, ByteView stored);

/// The column `forgotten`: log, sequence, time, destroyed, and four bytes of a hash over the
/// patient and these.
Bytes column_of(const PatientId& patient, const trust::Forgetting& forgetting);
/// Empty where the hash does not agree.
std::optional<trust::Forgetting> forgetting_of(const PatientId& patient, ByteView column);

}  // namespace wayside::ledger
