#include "storage/shelf/shelf.hpp"

#include <algorithm>
#include <set>

namespace wayside::shelf {

namespace {

ledger::Entry audit_of(const Draft& draft, HybridTime time) {
    ledger::Entry entry;
    entry.time = time;
    entry.happened = draft.happened;
    entry.command = draft.command;
    entry.person = draft.person;
    entry.role = draft.role;
    entry.screen = draft.screen;
    entry.patient = draft.patient;
    entry.reason = draft.reason;
    entry.remark = draft.remark;
    entry.request = draft.request;
    return entry;
}

std::vector<Bytes> raw_of(const auto& changes) {
    std::vector<Bytes> raw;
    raw.reserve(changes.size());
    for (const auto& change : changes) raw.push_back(change.raw);
    return raw;
}

}  // namespace

Shelf::Shelf(SpaceId space, LogId start, ledger::LedgerReader& reader, HybridClock& clock)
    : space_(space), start_(start), reader_(reader), clock_(clock) {}

void Shelf::add(Projection& projection) {
    projections_.push_back(&projection);
}

document::Document& Shelf::open(const ledger::DocumentId& id) {
    const auto found = documents_.find(id);
    if (found != documents_.end()) return found->second;
    return documents_.emplace(id, document::Document::begin(id.kind, start_)).first->second;
}

void Shelf::project(const ledger::DocumentId& id, const std::vector<document::Record>& records) {
    for (Projection* projection : projections_) projection->apply(id, records, *this);
}

std::optional<Author> Shelf::author_of(const ledger::DocumentId& document,
                                       const document::Value& value) const {
    return authors_.author_of(document, value);
}

void Shelf::set_aside(const ledger::EntryName& name, std::string what, LoadReport& report) {
    names_.miss(name.log, name.sequence, name.sequence);
    report.set_aside.push_back({name, std::move(what)});
}

void Shelf::take_decoded(const ledger::EntryName& name, const ledger::DecodedEntry& decoded,
                         Changes& changes) {
    ledger::learn_entry(names_, name, decoded.entry.changes, decoded.hashes);
    authors_.learn(name, decoded.entry);
    clock_.see(decoded.entry.time);
    for (const ledger::EntryChange& change : decoded.entry.changes) {
        changes[change.document].push_back({name, change.raw});
    }
    ++applied_;
}

void Shelf::read_ledger(Changes& changes, LoadReport& report) {
    struct Waiting {
        ledger::EntryName name;
        Bytes plaintext;
    };
    std::vector<Waiting> waiting;
    const auto take = [&](const ledger::EntryName& name, Bytes plaintext) {
        const auto decoding = ledger::decode_entry(plaintext, name, names_);
        if (!decoding) {
            set_aside(name, decoding.refusal().detail, report);
        } else if (const auto* decoded = std::get_if<ledger::DecodedEntry>(&*decoding)) {
            take_decoded(name, *decoded, changes);
        } else {
            names_.miss(name.log, name.sequence, name.sequence);
            waiting.push_back({name, std::move(plaintext)});
        }
    };
    ledger::EntryCursor cursor = reader_.entries();
    while (auto stored = cursor.next()) {
        if (stored->space != space_) continue;
        const ledger::EntryName& name = stored->name;
        if (stored->missing_before > 0) {
            names_.miss(name.log, name.sequence - stored->missing_before, name.sequence - 1);
        }
        if (stored->plaintext) {
            take(stored->name, std::move(*stored->plaintext));
        } else {
            set_aside(stored->name, "it cannot be opened: damaged, or its key is not here", report);
        }
    }
    report.findings = cursor.findings();
    // What came before its parents is tried again while that brings anything.
    for (std::size_t before = waiting.size() + 1; waiting.size() < before;) {
        before = waiting.size();
        for (Waiting& entry : std::exchange(waiting, {}))
            take(entry.name, std::move(entry.plaintext));
    }
    for (const Waiting& entry : waiting) {
        report.held.push_back({entry.name, "waits for an entry that is not here"});
    }
}

void Shelf::build(const ledger::DocumentId& id, const std::vector<Change>& changes,
                  LoadReport& report) {
    document::Document built = document::Document::begin(id.kind, start_);
    if (!built.apply(raw_of(changes))) {
        // One change spoils the batch. Each is tried alone, and the one that does is set aside with
        // its entry; whatever it did to the document is dropped with the document.
        built = document::Document::begin(id.kind, start_);
        std::vector<Change> good;
        for (const Change& change : changes) {
            const auto applied = built.apply({change.raw});
            if (applied) {
                good.push_back(change);
                continue;
            }
            set_aside(change.entry,
                      "its change to " + id.key + " was refused: " + applied.refusal().detail,
                      report);
            built = document::Document::begin(id.kind, start_);
            require(built.apply(raw_of(good)).has_value(),
                    "what was applied once is applied again");
        }
    }
    const auto records = built.records();
    documents_.insert_or_assign(id, std::move(built));
    if (records) project(id, *records);
}

LoadReport Shelf::load() {
    LoadReport report;
    Changes changes;
    read_ledger(changes, report);
    // An entry is set aside for all its documents: one that spoiled a document is built into none.
    for (bool settled = false; !settled;) {
        const std::size_t before = report.set_aside.size();
        documents_.clear();
        for (const auto& [id, of_document] : changes) {
            for (Projection* projection : projections_) projection->forget(id);
            build(id, of_document, report);
        }
        settled = report.set_aside.size() == before;
        std::set<ledger::EntryName> spoiled;
        for (std::size_t i = before; i < report.set_aside.size(); ++i) {
            spoiled.insert(report.set_aside[i].entry);
        }
        applied_ -= spoiled.size();
        for (auto& [id, of_document] : changes) {
            std::erase_if(of_document, [&](const Change& c) { return spoiled.contains(c.entry); });
        }
    }
    report.applied = applied_;
    return report;
}

void Shelf::read_anew(const std::vector<ledger::DocumentId>& ids) {
    std::map<ledger::DocumentId, std::vector<Change>> changes;
    for (const ledger::DocumentId& id : ids) changes[id];
    const auto collect = [&](const ledger::EntryName& name, const ledger::EntryChange& change) {
        const auto wanted = changes.find(change.document);
        if (wanted != changes.end()) wanted->second.push_back({name, change.raw});
    };
    // What became durable a moment ago may stand among the unsettled still; each is added once.
    const std::uint64_t first_unsettled =
        unsettled_.empty() ? next_sequence_ : unsettled_.front().first.sequence;
    ledger::EntryCursor cursor = reader_.entries();
    while (const auto stored = cursor.next()) {
        const bool is_unsettled =
            stored->name.log == start_ && stored->name.sequence >= first_unsettled;
        if (stored->space != space_ || !stored->plaintext || is_unsettled) continue;
        const auto decoding = ledger::decode_entry(*stored->plaintext, stored->name, names_);
        if (!decoding) continue;
        const auto* decoded = std::get_if<ledger::DecodedEntry>(&*decoding);
        if (decoded == nullptr) continue;
        for (const ledger::EntryChange& change : decoded->entry.changes)
            collect(stored->name, change);
    }
    for (const auto& [name, change] : unsettled_) collect(name, change);
    LoadReport report;
    for (const auto& [id, of_document] : changes) {
        documents_.erase(id);
        for (Projection* projection : projections_) projection->forget(id);
        if (!of_document.empty()) build(id, of_document, report);
    }
}

Result<Written> Shelf::write(const Draft& draft) {
    const ledger::EntryName name{start_, next_sequence_};
    ledger::Entry entry = audit_of(draft, clock_.next());
    std::vector<std::vector<document::Record>> touched;
    std::vector<ledger::DocumentId> spoiled;
    const auto refuse = [&](const Refusal& refusal) -> Result<Written> {
        read_anew(spoiled);
        return refusal;
    };
    for (const DocumentEdits& of_document : draft.edits) {
        spoiled.push_back(of_document.document);
        auto committed = open(of_document.document).commit(of_document.edits, entry.time.ms);
        if (!committed && committed.refusal().rule == document::nothing_to_write) continue;
        if (!committed) return refuse(committed.refusal());
        entry.changes.push_back({of_document.document, std::move(committed->change)});
        touched.push_back(std::move(committed->touched));
    }
    auto encoded = ledger::encode_entry(entry, name, names_);
    if (!encoded) return refuse(encoded.refusal());

    ledger::learn_entry(names_, name, entry.changes, encoded->hashes);
    authors_.learn(name, entry);
    for (std::size_t i = 0; i < entry.changes.size(); ++i) {
        project(entry.changes[i].document, touched[i]);
        unsettled_.emplace_back(name, std::move(entry.changes[i]));
    }
    ++next_sequence_;
    ++applied_;
    return Written{name, std::move(encoded->plaintext)};
}

void Shelf::settled(std::uint64_t sequence) {
    std::erase_if(unsettled_, [&](const auto& each) { return each.first.sequence <= sequence; });
}

void Shelf::lost(std::uint64_t first) {
    std::set<ledger::DocumentId> spoiled;
    for (const auto& [name, change] : unsettled_) {
        if (name.sequence >= first) spoiled.insert(change.document);
    }
    std::erase_if(unsettled_, [&](const auto& each) { return each.first.sequence >= first; });
    names_.unlearn(start_, first);
    authors_.unlearn(start_, first);
    applied_ -= next_sequence_ - first;
    next_sequence_ = first;
    read_anew({spoiled.begin(), spoiled.end()});
}

void Shelf::each_document(const std::function<void(const ledger::DocumentId&,
                                                   const std::vector<document::Record>&)>& visit) {
    for (auto& [id, document] : documents_) {
        const auto records = document.records();
        if (records) visit(id, *records);
    }
}

}  // namespace wayside::shelf
