#include "storage/ledger/stripped_change.hpp"

#include <algorithm>
#include <ranges>

namespace wayside::ledger {

namespace {

constexpr std::size_t max_references = 1'000;

/// How an actor or a parent is named: by a number, or by its log.
enum Reference : std::uint8_t { of_first = 0, of_this_log = 1, of_another_log = 2 };

void write_actor(ByteWriter& to, const LogId& actor, const LogId& log) {
    if (actor == LogId{}) return to.u8(of_first);
    if (actor == log) return to.u8(of_this_log);
    to.u8(of_another_log);
    to.raw(actor.view());
}

LogId read_actor(ByteReader& from, const LogId& log) {
    switch (from.u8()) {
        case of_first:
            return {};
        case of_this_log:
            return log;
        case of_another_log:
            return LogId{from.array<16>()};
        default:
            from.fail();
            return {};
    }
}

void write_parent(ByteWriter& to, const ParentReference& parent, const LogId& log) {
    if (parent.is_first) return to.u8(of_first);
    write_actor(to, parent.name.entry.log, log);
    to.u64(parent.name.entry.sequence);
    to.u16(parent.name.number);
}

ParentReference read_parent(ByteReader& from, const LogId& log) {
    ParentReference parent;
    const LogId of = read_actor(from, log);
    parent.is_first = of == LogId{};
    if (parent.is_first) return parent;
    parent.name.entry = {of, from.u64()};
    parent.name.number = from.u16();
    return parent;
}

/// The parents but our own last change, by name.
Result<std::vector<ParentReference>> name_parents(const document::ChangeParts& parts,
                                                  const DocumentId& document,
                                                  const std::optional<ChangeNames::Last>& own_last,
                                                  const ChangeScope& scope) {
    std::vector<ParentReference> out;
    for (const document::ChangeHash& parent : parts.parents) {
        if (own_last && parent == own_last->hash) continue;
        if (parent == document::first_change_hash(document.kind)) {
            out.push_back({true, {}});
            continue;
        }
        const auto name = scope.name_of(document, parent);
        if (!name) {
            return Refusal{Why::invalid, "a change builds on one that no known entry holds"};
        }
        out.push_back({false, *name});
    }
    if (out.size() > max_references || parts.others.size() > max_references) {
        return Refusal{Why::too_large, "a change names too many parents or actors"};
    }
    return out;
}

/// The parent stands in this entry, or in a later one of its own log.
bool names_no_earlier_entry(const ParentReference& parent, const ChangeScope& scope) {
    const EntryName& named = parent.name.entry;
    return named.log == scope.name().log && named.sequence >= scope.name().sequence;
}

Refusal does_not_come_back() {
    return Refusal{Why::invalid, "a change that would not come back byte for byte"};
}

}  // namespace

void ChangeScope::add(const DocumentId& document, const std::optional<document::ChangeHash>& hash) {
    earlier_.push_back({document, hash});
}

std::optional<ChangeName> ChangeScope::name_of(const DocumentId& document,
                                               const document::ChangeHash& hash) const {
    for (std::size_t i = 0; i < earlier_.size(); ++i) {
        if (earlier_[i].document == document && earlier_[i].hash == hash) {
            return ChangeName{name_, static_cast<std::uint16_t>(i)};
        }
    }
    return names_.name_of(document, hash);
}

std::optional<document::ChangeHash> ChangeScope::hash_of(const DocumentId& document,
                                                         const ChangeName& name) const {
    if (name.entry != name_) return names_.hash_of(document, name);
    if (name.number >= earlier_.size()) return std::nullopt;
    return earlier_[name.number].document == document ? earlier_[name.number].hash : std::nullopt;
}

std::optional<ChangeNames::Last> ChangeScope::own_last(const DocumentId& document) const {
    for (std::size_t i = earlier_.size(); i-- > 0;) {
        if (earlier_[i].document == document && earlier_[i].hash) {
            return ChangeNames::Last{{name_, static_cast<std::uint16_t>(i)}, *earlier_[i].hash};
        }
    }
    return names_.last_before(document, name_);
}

std::optional<EntryName> ChangeScope::missed_since(
    const std::optional<ChangeNames::Last>& last) const {
    return names_.missed_between(name_.log, last ? last->name.entry.sequence : 0, name_.sequence);
}

bool ChangeScope::waits_for_own(const DocumentId& document) const {
    return std::ranges::any_of(earlier_, [&](const Earlier& earlier) {
        return earlier.document == document && !earlier.hash;
    });
}

Result<document::ChangeHash> write_change(ByteWriter& to, const EntryChange& change,
                                          std::int64_t time_ms, const ChangeScope& scope) {
    const auto parts = document::split_change(change.raw);
    if (!parts) return parts.refusal();
    const auto hash = document::hash_of_change(change.raw);
    if (!hash) return hash.refusal();
    if (change.document.key.empty() || change.document.key.size() > max_document_key_bytes) {
        return Refusal{Why::invalid, "a document's key is empty or too long"};
    }
    const auto own_last = scope.own_last(change.document);
    const auto parents = name_parents(*parts, change.document, own_last, scope);
    if (!parents) return parents.refusal();
    const LogId& log = scope.name().log;
    const bool follows_own_last =
        own_last && std::ranges::find(parts->parents, own_last->hash) != parts->parents.end();

    ByteWriter out;
    write_document_id(out, change.document);
    out.raw(ByteView(*hash).first(4));
    out.u8(follows_own_last ? 1 : 0);
    write_actor(out, parts->actor, log);
    out.u64(parts->sequence);
    out.u64(parts->start_op);
    out.u16(static_cast<std::uint16_t>(parts->others.size()));
    for (const LogId& other : parts->others) write_actor(out, other, log);
    out.u16(static_cast<std::uint16_t>(parents->size()));
    for (const ParentReference& parent : *parents) write_parent(out, parent, log);
    out.sized(parts->body);

    // Whoever reads it later can only refuse it; so it is read here, before anything is promised.
    ByteReader back(out.bytes());
    const StrippedChange stripped = read_change(back, log);
    if (!back.done()) return does_not_come_back();
    const auto rebuilt = rebuild_change(stripped, time_ms, scope);
    if (!rebuilt || rebuilt->raw != change.raw) return does_not_come_back();
    to.raw(out.bytes());
    return *hash;
}

StrippedChange read_change(ByteReader& from, const LogId& log) {
    StrippedChange change;
    change.document = read_document_id(from);
    change.check = from.array<4>();
    const std::uint8_t follows = from.u8();
    if (follows > 1) from.fail();
    change.follows_own_last = follows == 1;
    change.parts.actor = read_actor(from, log);
    change.parts.sequence = from.u64();
    change.parts.start_op = from.u64();
    const std::size_t others = from.u16();
    if (others > max_references) from.fail();
    for (std::size_t i = 0; i < others && !from.failed(); ++i) {
        change.parts.others.push_back(read_actor(from, log));
    }
    const std::size_t parents = from.u16();
    if (parents > max_references) from.fail();
    for (std::size_t i = 0; i < parents && !from.failed(); ++i) {
        change.parents.push_back(read_parent(from, log));
    }
    const ByteView body = from.sized(max_entry_bytes);
    change.parts.body.assign(body.begin(), body.end());
    return change;
}

Result<RebuiltChange> rebuild_change(const StrippedChange& change, std::int64_t time_ms,
                                     const ChangeScope& scope) {
    RebuiltChange out;
    document::ChangeParts parts = change.parts;
    parts.time_ms = time_ms;
    const auto own_last = scope.own_last(change.document);
    const auto missed = change.follows_own_last ? scope.missed_since(own_last) : std::nullopt;
    if (change.follows_own_last && own_last) parts.parents.push_back(own_last->hash);
    const bool waits = scope.waits_for_own(change.document);
    for (const ParentReference& parent : change.parents) {
        const auto hash = parent.is_first ? document::first_change_hash(change.document.kind)
                                          : scope.hash_of(change.document, parent.name);
        if (hash) {
            parts.parents.push_back(*hash);
        } else if (names_no_earlier_entry(parent, scope)) {
            if (!waits)
                return Refusal{Why::damaged, "a change builds on one that cannot precede it"};
        } else {
            out.missing.push_back({change.document, parent.name});
        }
    }
    if (change.follows_own_last && !own_last && missed) {
        out.missing.push_back({change.document, {*missed, 0}});
    }
    if (waits || !out.missing.empty()) return out;

    std::ranges::sort(parts.parents);
    out.raw = document::join_change(parts);
    const auto hash = document::hash_of_change(out.raw);
    const bool agrees = hash && std::ranges::equal(ByteView(*hash).first(4), change.check);
    if (agrees) {
        out.hash = *hash;
        return out;
    }
    if (!missed) {
        return Refusal{Why::damaged, "a change of this entry does not come back as its check says"};
    }
    out.raw.clear();
    out.missing.push_back({change.document, {*missed, 0}});
    return out;
}

}  // namespace wayside::ledger
