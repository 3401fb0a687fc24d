#include "sync/entry_fields.hpp"

#include <algorithm>

#include "storage/ledger/entry.hpp"

namespace wayside::sync {

namespace {

constexpr std::uint8_t entry_version = 1;
constexpr std::size_t most_references = 100;  // of a change that is read
constexpr std::size_t reason_word = 4;
constexpr std::size_t remark_word = 5;
enum ActorTag : std::uint8_t { of_first = 0, of_this_log = 1, of_another_log = 2 };

void write_actor(ByteWriter& to, const LogId& actor, const LogId& log) {
    if (actor == LogId{}) return to.u8(of_first);
    if (actor == log) return to.u8(of_this_log);
    to.u8(of_another_log);
    to.raw(actor.view());
}

LogId read_actor(ByteReader& from, const LogId& log) {
    const std::uint8_t tag = from.u8();
    if (tag == of_first) return {};
    if (tag == of_this_log) return log;
    if (tag != of_another_log) from.fail();
    return LogId{from.array<16>()};
}

void write_change(ByteWriter& to, const ChangeFields& change, const LogId& log) {
    to.u8(change.kind);
    to.text(change.key);
    to.raw(change.check);
    to.u8(change.follows);
    write_actor(to, change.actor, log);
    to.u64(change.sequence);
    to.u64(change.start);
    to.u16(static_cast<std::uint16_t>(change.others.size()));
    for (const LogId& other : change.others) write_actor(to, other, log);
    to.u16(static_cast<std::uint16_t>(change.parents.size()));
    for (const ledger::ChangeName& parent : change.parents) {
        write_actor(to, parent.entry.log, log);
        if (parent.entry.log == LogId{}) continue;
        to.u64(parent.entry.sequence);
        to.u16(parent.number);
    }
    to.sized(body_of(change.operations));
}

ChangeFields read_change(ByteReader& from, const LogId& log, std::size_t most_operations) {
    ChangeFields out;
    out.kind = from.u8();
    out.key = from.text(ledger::max_document_key_bytes);
    out.check = from.array<4>();
    out.follows = from.u8();
    out.actor = read_actor(from, log);
    out.sequence = from.u64();
    out.start = from.u64();
    const std::size_t others = from.u16();
    if (others > most_references) from.fail();
    for (std::size_t i = 0; i < others && !from.failed(); ++i) {
        out.others.push_back(read_actor(from, log));
    }
    const std::size_t parents = from.u16();
    if (parents > most_references) from.fail();
    for (std::size_t i = 0; i < parents && !from.failed(); ++i) {
        ledger::ChangeName parent{{read_actor(from, log), 0}, 0};
        if (parent.entry.log != LogId{}) {
            parent.entry.sequence = from.u64();
            parent.number = from.u16();
        }
        out.parents.push_back(parent);
    }
    auto operations = operations_of(from.sized(ledger::max_entry_bytes), most_operations);
    if (operations) {
        out.operations = std::move(*operations);
    } else {
        from.fail();
    }
    return out;
}

EntryFields read_record(ByteReader& from) {
    EntryFields out;
    if (from.u8() != entry_version) from.fail();
    out.time_ms = from.u64();
    out.counter = from.u32();
    out.flags = from.u8();
    if ((out.flags & flag_happened) != 0) out.happened_ms = from.u64();
    for (std::size_t i = 0; i < reason_word; ++i) {
        out.words[i] = from.text(ledger::max_entry_word_bytes);
    }
    if ((out.flags & flag_patient) != 0) out.patient = PatientId{from.array<16>()};
    out.words[reason_word] = from.text(ledger::max_entry_word_bytes);
    if ((out.flags & flag_request) != 0) out.request = from.array<4>();
    out.words[remark_word] = from.text(ledger::max_remark_bytes);
    return out;
}

}  // namespace

Bytes plaintext_of(const EntryFields& fields, const LogId& log) {
    ByteWriter out;
    out.u8(entry_version);
    out.u64(fields.time_ms);
    out.u32(fields.counter);
    out.u8(fields.flags);
    if ((fields.flags & flag_happened) != 0) out.u64(fields.happened_ms);
    for (std::size_t i = 0; i < reason_word; ++i) out.text(fields.words[i]);
    if ((fields.flags & flag_patient) != 0) out.raw(fields.patient.view());
    out.text(fields.words[reason_word]);
    if ((fields.flags & flag_request) != 0) out.raw(fields.request);
    out.text(fields.words[remark_word]);
    out.u16(static_cast<std::uint16_t>(fields.changes.size()));
    for (const ChangeFields& change : fields.changes) write_change(out, change, log);
    return out.take();
}

std::optional<EntryFields> fields_of(ByteView plaintext, const LogId& log) {
    ByteReader from(plaintext);
    EntryFields out = read_record(from);
    const std::size_t changes = from.u16();
    if (changes > ledger::max_entry_changes) return std::nullopt;
    std::size_t room = plaintext.size() / bytes_for_an_operation;
    for (std::size_t i = 0; i < changes && !from.failed(); ++i) {
        out.changes.push_back(read_change(from, log, room));
        room -= std::min(room, out.changes.back().operations.size());
    }
    if (!from.done() || !std::ranges::equal(plaintext_of(out, log), plaintext)) return std::nullopt;
    return out;
}

}  // namespace wayside::sync
