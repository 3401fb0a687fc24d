#include "storage/ledger/entry.hpp"

#include <algorithm>

#include "storage/crypto/hash.hpp"
#include "storage/ledger/stripped_change.hpp"

namespace wayside::ledger {

namespace {

constexpr std::uint8_t entry_version = 1;

constexpr std::uint8_t has_trusted_time = 1;
constexpr std::uint8_t has_happened = 2;
constexpr std::uint8_t has_patient = 4;
constexpr std::uint8_t has_request = 8;
constexpr std::uint8_t known_flags = has_trusted_time | has_happened | has_patient | has_request;

std::uint8_t flags_of(const Entry& entry) {
    std::uint8_t flags = 0;
    if (entry.time.trusted) flags |= has_trusted_time;
    if (entry.audit.happened) flags |= has_happened;
    if (entry.audit.patient) flags |= has_patient;
    if (entry.audit.request) flags |= has_request;
    return flags;
}

bool is_word(const std::string& word, std::size_t most) {
    return word.size() <= most && is_utf8(view_of(word));
}

Result<void> check_record(const Entry& entry) {
    for (const std::string* word : {&entry.audit.command, &entry.audit.person, &entry.audit.role,
                                    &entry.audit.screen, &entry.audit.reason}) {
        if (!is_word(*word, max_entry_word_bytes)) {
            return Refusal{Why::too_large, "a word of an entry's audit record is too long"};
        }
    }
    if (!is_word(entry.audit.remark, max_remark_bytes)) {
        return Refusal{Why::too_large, "the remark of an entry is too long"};
    }
    if (entry.changes.size() > max_entry_changes) {
        return Refusal{Why::too_large, "an entry has too many changes"};
    }
    return {};
}

void write_record(ByteWriter& to, const Entry& entry) {
    to.u8(entry_version);
    to.i64(entry.time.ms);
    to.u32(entry.time.counter);
    to.u8(flags_of(entry));
    if (entry.audit.happened) to.i64(entry.audit.happened->ms);
    to.text(entry.audit.command);
    to.text(entry.audit.person);
    to.text(entry.audit.role);
    to.text(entry.audit.screen);
    if (entry.audit.patient) to.raw(entry.audit.patient->view());
    to.text(entry.audit.reason);
    if (entry.audit.request) to.u32(*entry.audit.request);
    to.text(entry.audit.remark);
}

Entry read_record(ByteReader& from) {
    Entry entry;
    entry.time.ms = from.i64();
    entry.time.counter = from.u32();
    const std::uint8_t flags = from.u8();
    if ((flags & ~known_flags) != 0) from.fail();
    entry.time.trusted = (flags & has_trusted_time) != 0;
    if ((flags & has_happened) != 0) entry.audit.happened = Timestamp{from.i64()};
    entry.audit.command = from.text(max_entry_word_bytes);
    entry.audit.person = from.text(max_entry_word_bytes);
    entry.audit.role = from.text(max_entry_word_bytes);
    entry.audit.screen = from.text(max_entry_word_bytes);
    if ((flags & has_patient) != 0) entry.audit.patient = PatientId{from.array<16>()};
    entry.audit.reason = from.text(max_entry_word_bytes);
    if ((flags & has_request) != 0) entry.audit.request = from.u32();
    entry.audit.remark = from.text(max_remark_bytes);
    return entry;
}

/// Rebuilds every change, or gathers what is missing for it.
Result<Decoding> rebuild(Entry entry, const std::vector<StrippedChange>& stripped,
                         ChangeScope& scope) {
    HeldEntry held;
    DecodedEntry whole;
    for (const StrippedChange& change : stripped) {
        auto rebuilt = rebuild_change(change, entry.time.ms, scope);
        if (!rebuilt) return rebuilt.refusal();
        scope.add(change.document, rebuilt->hash);
        for (auto& parent : rebuilt->missing) held.missing.push_back(std::move(parent));
        if (!rebuilt->hash) continue;
        entry.changes.push_back({change.document, std::move(rebuilt->raw)});
        whole.hashes.push_back(*rebuilt->hash);
    }
    if (entry.changes.size() == stripped.size()) {
        whole.entry = std::move(entry);
        return Decoding{std::move(whole)};
    }
    std::ranges::sort(held.missing);
    const auto doubles = std::ranges::unique(held.missing);
    held.missing.erase(doubles.begin(), doubles.end());
    entry.changes.clear();
    held.entry = std::move(entry);
    return Decoding{std::move(held)};
}

/// An entry's bytes, read; its changes still stripped.
struct ReadEntry {
    Entry record;
    std::vector<StrippedChange> changes;
};

Result<ReadEntry> read_entry(ByteView plaintext, const EntryName& name) {
    if (plaintext.size() > max_entry_bytes) {
        return Refusal{Why::too_large, "an entry is larger than 256 kB"};
    }
    ByteReader from(plaintext);
    if (from.u8() != entry_version) {
        return Refusal{Why::unsupported, "an entry of another version"};
    }
    ReadEntry out;
    out.record = read_record(from);
    const std::size_t count = from.u16();
    if (count > max_entry_changes) from.fail();
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        out.changes.push_back(read_change(from, name.log));
    }
    if (!from.done()) return Refusal{Why::malformed, "not the bytes of an entry"};
    return out;
}

}  // namespace

std::uint32_t request_of(std::string_view screen, std::string_view idempotency_key) {
    const auto digest =
        crypto::hash<4>("wayside request", {}, {view_of(screen), view_of(idempotency_key)});
    return ByteReader(digest).u32();
}

Result<EncodedEntry> encode_entry(const Entry& entry, const EntryName& name,
                                  const ChangeNames& names) {
    const auto checked = check_record(entry);
    if (!checked) return checked.refusal();
    ByteWriter out;
    write_record(out, entry);
    out.u16(static_cast<std::uint16_t>(entry.changes.size()));
    ChangeScope scope(name, names);
    EncodedEntry encoded;
    for (const EntryChange& change : entry.changes) {
        const auto hash = write_change(out, change, entry.time.ms, scope);
        if (!hash) return hash.refusal();
        scope.add(change.document, *hash);
        encoded.hashes.push_back(*hash);
        if (out.size() > max_entry_bytes) {
            return Refusal{Why::too_large, "an entry would be larger than 256 kB"};
        }
    }
    encoded.plaintext = out.take();
    return encoded;
}

Result<Decoding> decode_entry(ByteView plaintext, const EntryName& name, const ChangeNames& names) {
    auto read = read_entry(plaintext, name);
    if (!read) return read.refusal();
    ChangeScope scope(name, names);
    return rebuild(std::move(read->record), read->changes, scope);
}

Result<Entry> decode_severed(ByteView plaintext, const EntryName& name) {
    auto read = read_entry(plaintext, name);
    if (!read) return read.refusal();
    for (StrippedChange& change : read->changes) {
        change.parts.parents = {document::first_change_hash(change.document.kind)};
        change.parts.time_ms = read->record.time.ms;
        read->record.changes.push_back({change.document, document::join_change(change.parts)});
    }
    return std::move(read->record);
}

std::vector<PatientId> patients_begun(ByteView plaintext, const EntryName& name) {
    const auto read = read_entry(plaintext, name);
    std::vector<PatientId> out;
    if (!read) return out;
    for (const StrippedChange& change : read->changes) {
        const bool begins = !change.follows_own_last &&
                            std::ranges::all_of(change.parents, &ParentReference::is_first);
        const auto patient = PatientId::parse(change.document.key);
        if (begins && change.document.kind == document::Kind::patient && patient) {
            out.push_back(*patient);
        }
    }
    return out;
}

void learn_entry(ChangeNames& names, const EntryName& name, const std::vector<EntryChange>& changes,
                 const std::vector<document::ChangeHash>& hashes) {
    require(changes.size() == hashes.size(), "each change of an entry has its hash");
    for (std::size_t i = 0; i < changes.size(); ++i) {
        names.learn(changes[i].document, {name, static_cast<std::uint16_t>(i)}, hashes[i]);
    }
    names.find(name);
}

}  // namespace wayside::ledger
