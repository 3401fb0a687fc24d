// storage/ledger/entry.hpp: one committed command, and its bytes before they are sealed.
//
// The byte format, with a worked example, is in FORMAT.md ("Entry").
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "storage/base/clock.hpp"
#include "storage/ledger/audit_record.hpp"
#include "storage/ledger/change_names.hpp"

namespace wayside::ledger {

inline constexpr std::size_t max_entry_bytes = 256 * 1024;
inline constexpr std::size_t max_entry_changes = 1'000;
/// Of command, person, role, screen and reason each.
inline constexpr std::size_t max_entry_word_bytes = 128;
inline constexpr std::size_t max_remark_bytes = 1'024;

struct EntryChange {
    DocumentId document;
    Bytes raw;  ///< Automerge's raw bytes
};

/// The changes that a command made, all or none, and its audit record.
struct Entry {
    HybridTime time;
    AuditRecord audit;
    std::vector<EntryChange> changes;

    /// When what it says happened.
    [[nodiscard]] Timestamp at() const { return audit.happened.value_or(Timestamp{time.ms}); }
};

/// 32 bits by which one request that was done at two boxes is found when they meet.
std::uint32_t request_of(std::string_view screen, std::string_view idempotency_key);

struct EncodedEntry {
    Bytes plaintext;
    std::vector<document::ChangeHash> hashes;  ///< of the changes, in their order
};

/// The bytes to seal. `name` is the place that the entry will take. Refuses `too_large` over a
/// limit, `invalid` for a change that would not come back byte for byte: one that is not at the
/// entry's time, has a parent without a name, or is not as Automerge writes it.
Result<EncodedEntry> encode_entry(const Entry& entry, const EntryName& name,
                                  const ChangeNames& names);

struct DecodedEntry {
    Entry entry;
    std::vector<document::ChangeHash> hashes;
};

/// An entry that waits, whole, for others.
struct HeldEntry {
    Entry entry;  ///< its audit record; without the changes
    struct Parent {
        DocumentId document;
        ChangeName name;
        friend auto operator<=>(const Parent&, const Parent&) = default;
    };
    /// Not learned yet: ordered, each once. A number of 0 in a missed entry of the same log stands
    /// for whichever change of it this one follows.
    std::vector<Parent> missing;
};

using Decoding = std::variant<DecodedEntry, HeldEntry>;

/// Refuses `unsupported` for another version, `too_large` or `malformed` for bytes that are no
/// entry, `damaged` if a change does not come back as its check says.
Result<Decoding> decode_entry(ByteView plaintext, const EntryName& name, const ChangeNames& names);

/// An entry whose parents are lost for ever: its audit record, and its changes as if each followed
/// its kind's first change. They hold the operations that were written, for
/// `document::Document::edits_of`; no document could take them. Refuses as `decode_entry` does, but
/// for what does not come back.
Result<Entry> decode_severed(ByteView plaintext, const EntryName& name);

/// The patients whose documents an entry begins: whoever opens it needs their keys first. In the
/// order of its changes; empty for bytes that are no entry.
std::vector<PatientId> patients_begun(ByteView plaintext, const EntryName& name);

/// Learns all changes of an entry that was written or applied.
void learn_entry(ChangeNames& names, const EntryName& name, const std::vector<EntryChange>& changes,
                 const std::vector<document::ChangeHash>& hashes);

}  // namespace wayside::ledger
