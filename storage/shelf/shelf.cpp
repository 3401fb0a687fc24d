#include "storage/shelf/shelf.hpp"

#include <algorithm>
#include <set>

namespace wayside::shelf {

std::vector<Bytes> Shelf::raw_of(const std::vector<Change>& changes) {
    std::vector<Bytes> raw;
    raw.reserve(changes.size());
    for (const Change& change : changes) raw.push_back(change.raw);
    return raw;
}

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

void Shelf::project_again(const std::vector<ledger::DocumentId>& ids) {
    for (const ledger::DocumentId& id : ids) {
        const auto found = documents_.find(id);
        if (found == documents_.end()) continue;
        const auto records = found->second.records();
        if (!records) continue;
        for (Projection* projection : projections_) projection->forget(id);
        project(id, *records);
    }
}

std::optional<Author> Shelf::author_of(const ledger::DocumentId& document,
                                       const document::Value& value) const {
    return authors_.author_of(document, value);
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

void Shelf::take_stored(HeldEntryBytes stored, Changes& changes, LoadReport& report) {
    const ledger::EntryName name = stored.name;
    const auto decoding = ledger::decode_entry(stored.plaintext, name, names_);
    if (decoding && std::holds_alternative<ledger::DecodedEntry>(*decoding)) {
        return take_decoded(name, std::get<ledger::DecodedEntry>(*decoding), changes);
    }
    names_.miss(name.log, name.sequence, name.sequence);
    if (!decoding) {
        report.set_aside.push_back({name, decoding.refusal().detail});
        return;
    }
    const auto& held = std::get<ledger::HeldEntry>(*decoding);
    clock_.see(held.entry.time);
    stored.waits_for.clear();
    for (const auto& parent : held.missing) stored.waits_for.push_back(parent.name.entry);
    held_.push_back(std::move(stored));
}

void Shelf::read_ledger(const LostFrom& lost, Reach reach, Changes& changes, LoadReport& report) {
    std::vector<HeldEntryBytes> behind_lost;
    const auto miss = [&](const ledger::EntryName& name) {
        names_.miss(name.log, name.sequence, name.sequence);
    };
    ledger::EntryCursor cursor =
        reach == Reach::everything ? reader_.entries() : reader_.entries(space_);
    while (auto stored = cursor.next()) {
        if (stored->space != space_) continue;
        const ledger::EntryName& name = stored->name;
        if (stored->missing_before > 0) {
            names_.miss(name.log, name.sequence - stored->missing_before, name.sequence - 1);
        }
        const auto spoiler = spoilers_.find(name);
        const bool is_open = stored->plaintext.has_value();
        const auto gap = lost.find(name.log);
        const bool is_behind = gap != lost.end() && name.sequence > gap->second;
        const bool has_fallen =
            fallen_before_ ? fallen_before_->contains(name) : stored->is_beyond_fork;
        if (is_open || has_fallen) known_.add(name);
        if (stored->state == ledger::EntryState::written_again) {
            known_.add(name);
            miss(name);
        } else if (has_fallen) {
            miss(name);
            fallen_.add(name);
            report.set_aside.push_back({name, "its log was forked before it"});
        } else if (spoiler != spoilers_.end()) {
            miss(name);
            report.set_aside.push_back({name, spoiler->second});
        } else if (is_open && is_behind) {
            miss(name);
            behind_lost.push_back({stored->number,
                                   name,
                                   stored->device,
                                   std::move(*stored->plaintext),
                                   {{name.log, gap->second}}});
        } else if (is_open) {
            take_stored({stored->number, name, stored->device, std::move(*stored->plaintext), {}},
                        changes, report);
        } else {
            miss(name);
            if (stored->has_no_key) locked_.insert(name);
            report.set_aside.push_back(
                {name, "it cannot be opened: damaged, or its key is not here"});
        }
    }
    report.findings = cursor.findings();
    report.logs = cursor.held_logs();
    retry_held(changes, report);
    held_.insert(held_.end(), std::make_move_iterator(behind_lost.begin()),
                 std::make_move_iterator(behind_lost.end()));
    for (const HeldEntryBytes& entry : held_) {
        report.held.push_back({entry.name, "waits for an entry that is not here"});
    }
    report.applied = applied_;
}

/// What came before its parents is tried again while that brings anything.
void Shelf::retry_held(Changes& changes, LoadReport& report) {
    for (std::size_t before = held_.size() + 1; held_.size() < before;) {
        before = held_.size();
        for (HeldEntryBytes& entry : std::exchange(held_, {})) {
            take_stored(std::move(entry), changes, report);
        }
    }
}

Shelf::Built Shelf::try_changes(const ledger::DocumentId& id,
                                const std::vector<Change>& changes) const {
    Built out{document::Document::begin(id.kind, start_), {}};
    if (out.document.apply(raw_of(changes))) return out;
    out.document = document::Document::begin(id.kind, start_);
    std::vector<Change> good;
    for (const Change& change : changes) {
        const auto applied = out.document.apply({change.raw});
        if (applied) {
            good.push_back(change);
            continue;
        }
        // It only follows one that was refused: the next reading holds it.
        if (applied.refusal().why == Why::not_found) continue;
        out.spoilers.emplace(
            change.entry, "its change to " + id.key + " was refused: " + applied.refusal().detail);
        if (applied.refusal().why != Why::damaged) continue;
        out.document = document::Document::begin(id.kind, start_);
        require(out.document.apply(raw_of(good)).has_value(),
                "what was applied once is applied again");
    }
    return out;
}

/// Gives the entries that spoil the document; with one the document does not come about.
Shelf::Spoilers Shelf::build(const ledger::DocumentId& id, const std::vector<Change>& changes) {
    Built built = try_changes(id, changes);
    if (!built.spoilers.empty()) return std::move(built.spoilers);
    const auto records = built.document.records();
    documents_.insert_or_assign(id, std::move(built.document));
    if (records) project(id, *records);
    return {};
}

void Shelf::drop_all() {
    for (const auto& [id, document] : documents_) {
        for (Projection* projection : projections_) projection->forget(id);
    }
    documents_.clear();
    names_ = {};
    authors_ = {};
    held_.clear();
    locked_.clear();
    known_ = {};
    fallen_ = {};
    applied_ = 0;
}

LoadReport Shelf::load(const LostFrom& lost, Reach reach) {
    require(unsettled_.empty() && steps_.empty(), "a load begins where nothing is in flight");
    // An entry is set aside for all its documents: once one document has refused it, all are built
    // anew without it.
    for (;;) {
        drop_all();
        LoadReport report;
        Changes changes;
        read_ledger(lost, reach, changes, report);
        const std::size_t before = spoilers_.size();
        for (const auto& [id, of_document] : changes) spoilers_.merge(build(id, of_document));
        if (spoilers_.size() == before) return report;
    }
}

bool Shelf::end_forked(Reach reach) {
    EntryRuns before = fallen_;
    fallen_before_.reset();
    (void)load({}, reach);
    if (!waits_in_own_start()) return true;
    fallen_before_ = std::move(before);
    (void)load({}, reach);
    return false;
}

Shelf::Changes Shelf::gather(const std::vector<ledger::DocumentId>& ids) {
    Changes changes;
    for (const ledger::DocumentId& id : ids) changes[id];
    const auto collect = [&](const ledger::EntryName& name, const ledger::EntryChange& change) {
        const auto wanted = changes.find(change.document);
        if (wanted != changes.end()) wanted->second.push_back({name, change.raw});
    };
    // What became durable a moment ago may stand among the unsettled still; each is added once.
    // What waits behind a lost entry could be decoded, and waits all the same.
    std::set<ledger::EntryName> taken = names_of_waiting();
    for (const auto& [sequence, held] : rewritten_) taken.insert(held.name);
    for (const TakenStep& step : steps_) taken.insert(step.applied.begin(), step.applied.end());
    const std::uint64_t first_unsettled =
        unsettled_.empty() ? next_sequence_ : unsettled_.front().first.sequence;
    ledger::EntryCursor cursor = reader_.entries(space_);
    while (const auto stored = cursor.next()) {
        const bool is_unsettled =
            stored->name.log == start_ && stored->name.sequence >= first_unsettled;
        if (stored->space != space_ || !stored->plaintext || is_unsettled) continue;
        if (stored->state == ledger::EntryState::written_again) continue;
        if (fallen_.contains(stored->name)) continue;
        if (spoilers_.contains(stored->name) || taken.contains(stored->name)) continue;
        const auto decoding = ledger::decode_entry(*stored->plaintext, stored->name, names_);
        if (!decoding) continue;
        const auto* decoded = std::get_if<ledger::DecodedEntry>(&*decoding);
        if (decoded == nullptr) continue;
        for (const ledger::EntryChange& change : decoded->entry.changes)
            collect(stored->name, change);
    }
    for (const TakenStep& step : steps_) {
        for (const auto& [name, change] : step.changes) collect(name, change);
    }
    for (const auto& [name, change] : unsettled_) collect(name, change);
    return changes;
}

void Shelf::read_anew(const std::vector<ledger::DocumentId>& ids) {
    for (const auto& [id, of_document] : gather(ids)) {
        documents_.erase(id);
        for (Projection* projection : projections_) projection->forget(id);
        if (of_document.empty()) continue;
        require(build(id, of_document).empty(), "what was applied once is applied again");
    }
}

Result<Written> Shelf::write(const Draft& draft) {
    const ledger::EntryName name{start_, next_sequence_};
    ledger::Entry entry{clock_.next(), draft.audit, {}};
    std::vector<std::vector<document::Record>> touched;
    std::vector<ledger::DocumentId> spoiled;
    const auto refuse = [&](const Refusal& refusal) -> Result<Written> {
        if (!spoiled.empty()) read_anew(spoiled);
        return refusal;
    };
    for (const DocumentEdits& of_document : draft.edits) {
        const ledger::DocumentId& id = of_document.document;
        const bool is_new = !documents_.contains(id);
        auto committed = open(id).commit(of_document.edits, entry.time.ms);
        if (committed) {
            spoiled.push_back(id);
            entry.changes.push_back({id, std::move(committed->change)});
            touched.push_back(std::move(committed->touched));
            continue;
        }
        // Nothing was written to it, unless it panicked half way.
        if (committed.refusal().why == Why::damaged) spoiled.push_back(id);
        if (is_new) documents_.erase(id);
        if (committed.refusal().rule != document::nothing_to_write) {
            return refuse(committed.refusal());
        }
    }
    auto encoded = ledger::encode_entry(entry, name, names_);
    if (!encoded) return refuse(encoded.refusal());

    ledger::learn_entry(names_, name, entry.changes, encoded->hashes);
    authors_.learn(name, entry);
    for (std::size_t i = 0; i < entry.changes.size(); ++i) {
        project(entry.changes[i].document, touched[i]);
        unsettled_.emplace_back(name, std::move(entry.changes[i]));
    }
    known_.add(name);
    ++next_sequence_;
    ++applied_;
    return Written{name, std::move(encoded->plaintext)};
}

void Shelf::settled(std::uint64_t sequence) {
    std::erase_if(unsettled_, [&](const auto& each) { return each.first.sequence <= sequence; });
    std::erase_if(rewritten_, [&](const auto& each) { return each.first <= sequence; });
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
    for (; next_sequence_ > first; --next_sequence_) known_.remove({start_, next_sequence_ - 1});
    for (auto& [sequence, held] : rewritten_) {
        if (sequence >= first) held_.push_back(std::move(held));
    }
    std::erase_if(rewritten_, [&](const auto& each) { return each.first >= first; });
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
