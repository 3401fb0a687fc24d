#include "storage/shelf/written_again.hpp"

#include <algorithm>
#include <tuple>

#include "storage/shelf/shelf.hpp"

namespace wayside::shelf {

namespace {

/// The fields of a document that a later act than `at` has written.
class LaterFields {
  public:
    LaterFields(const ledger::DocumentId& id, const std::vector<document::Record>& records,
                const Authors& authors) {
        for (const document::Record& record : records) {
            for (const document::Field& field : record.fields) {
                Timestamp& latest = latest_[{record.map, record.key, field.name}];
                for (const document::Value& value : field.values) {
                    const auto author = authors.author_of(id, value);
                    if (author) latest = std::max(latest, author->at);
                }
            }
        }
    }
    [[nodiscard]] bool is_settled_since(const document::Edit& edit, Timestamp at) const {
        const auto found = latest_.find({edit.map, edit.record, edit.field});
        return found != latest_.end() && found->second > at;
    }

  private:
    std::map<std::tuple<std::string, std::string, std::string>, Timestamp> latest_;
};

std::string remark_of(const SeveredEntry& severed) {
    std::string out = severed.entry.audit.remark.empty() ? "" : severed.entry.audit.remark + "; ";
    out += "written again from " + severed.name.log.text() + " " +
           std::to_string(severed.name.sequence);
    if (severed.untold > 0) {
        out += "; values that could not be told: " + std::to_string(severed.untold);
    }
    return out;
}

void find(std::vector<ledger::Finding>& findings, const SpaceId& space,
          const ledger::EntryName& name, std::string what) {
    if (!findings.empty()) {
        ledger::Finding& before = findings.back();
        if (before.log == name.log && before.last + 1 == name.sequence && before.what == what) {
            before.last = name.sequence;
            return;
        }
    }
    findings.push_back({space, name.log, name.sequence, name.sequence, std::move(what)});
}

}  // namespace

ledger::Batch WrittenAgain::batch(const SpaceId& space) const {
    ledger::Batch out;
    for (const Written& each : entries) {
        out.entries.push_back({space, each.name.sequence, each.plaintext});
    }
    out.states = states;
    return out;
}

std::set<LogId> Shelf::logs_of(const DeviceId& own) {
    std::set<LogId> out;
    for (const auto& [number, log] : reader_.log_book().logs) {
        if (log.device == own && log.space == space_) out.insert(log.log);
    }
    return out;
}

std::set<ledger::EntryName> Shelf::names_of_waiting() const {
    std::set<ledger::EntryName> out;
    for (const HeldEntryBytes& held : held_) out.insert(held.name);
    return out;
}

bool Shelf::waits_in_own_start() const {
    return std::ranges::any_of(held_, [&](const auto& held) { return held.name.log == start_; });
}

/// What entries of ours wait for that is ours and neither here nor locked.
std::set<ledger::EntryName> Shelf::lost_parents(const DeviceId& own) {
    if (held_.empty()) return {};
    const std::set<LogId> own_logs = logs_of(own);
    const std::set<ledger::EntryName> waiting = names_of_waiting();
    std::set<ledger::EntryName> out;
    for (const HeldEntryBytes& held : held_) {
        if (held.device != own) continue;
        for (const ledger::EntryName& parent : held.waits_for) {
            const bool is_ours = own_logs.contains(parent.log);
            if (is_ours && !locked_.contains(parent) && !waiting.contains(parent)) {
                out.insert(parent);
            }
        }
    }
    return out;
}

/// Those that wait, themselves or through another, for one of ours that is lost.
std::vector<SeveredEntry> Shelf::severed(const DeviceId& own, const IsLost& is_lost_for_good) {
    std::set<ledger::EntryName> waiting = names_of_waiting();
    std::set<ledger::EntryName> cut;
    const auto is_lost = [&](const ledger::EntryName& parent) {
        if (cut.contains(parent)) return true;
        return !waiting.contains(parent) && !locked_.contains(parent) && is_lost_for_good(parent);
    };
    std::vector<SeveredEntry> out;
    for (bool found = true; found;) {
        found = false;
        for (const HeldEntryBytes& held : held_) {
            const bool is_open = held.device == own && waiting.contains(held.name);
            if (!is_open || std::ranges::none_of(held.waits_for, is_lost)) continue;
            auto entry = ledger::decode_severed(held.plaintext, held.name);
            if (!entry) continue;
            waiting.erase(held.name);
            cut.insert(held.name);
            clock_.see(entry->time);
            found = true;
            out.push_back({held.number, held.name, std::move(*entry), {}, 0});
        }
    }
    // What came back later bears a later number, or none yet; ours rise in time.
    std::ranges::sort(out, [](const SeveredEntry& a, const SeveredEntry& b) {
        const auto key = [](const SeveredEntry& each) {
            return std::tuple(each.entry.time.ms, each.entry.time.counter, each.name);
        };
        return key(a) < key(b);
    });
    return out;
}

void Shelf::recover_edits(const ledger::DocumentId& id, const std::vector<Bytes>& changes,
                          const std::vector<SeveredEntry*>& of) {
    const auto standing = documents_.find(id);
    auto fresh = document::Document::begin(id.kind, start_);
    document::Document& from = standing == documents_.end() ? fresh : standing->second;
    auto recovered = from.edits_of(changes);
    const auto records = from.records();
    if (!recovered || !records) {
        for (SeveredEntry* entry : of) ++entry->untold;
        return;
    }
    const LaterFields later(id, *records, *this);
    for (std::size_t i = 0; i < of.size(); ++i) {
        std::vector<document::Edit>& edits = (*recovered)[i].edits;
        of[i]->untold += (*recovered)[i].untold;
        std::erase_if(edits, [&](const document::Edit& edit) {
            return later.is_settled_since(edit, of[i]->entry.at());
        });
        if (!edits.empty()) of[i]->draft.edits.push_back({id, std::move(edits)});
    }
}

void Shelf::recover_edits(std::vector<SeveredEntry>& entries) {
    struct OfDocument {
        std::vector<Bytes> changes;
        std::vector<SeveredEntry*> of;
    };
    std::map<ledger::DocumentId, OfDocument> documents;
    for (SeveredEntry& severed : entries) {
        severed.draft.audit = severed.entry.audit;
        severed.draft.audit.happened = severed.entry.at();
        for (ledger::EntryChange& change : severed.entry.changes) {
            OfDocument& document = documents[change.document];
            document.changes.push_back(std::move(change.raw));
            document.of.push_back(&severed);
        }
    }
    for (const auto& [id, document] : documents) recover_edits(id, document.changes, document.of);
}

WrittenAgain Shelf::write_again(const DeviceId& own) {
    const std::set<LogId> own_logs = logs_of(own);
    return write_again(own, [&](const auto& parent) { return own_logs.contains(parent.log); });
}

WrittenAgain Shelf::write_again(const DeviceId& own, const LostFrom& lost) {
    return write_again(own, [&](const auto& parent) {
        const auto from = lost.find(parent.log);
        return from != lost.end() && parent.sequence >= from->second;
    });
}

WrittenAgain Shelf::write_again(const DeviceId& own, const IsLost& is_lost) {
    std::vector<SeveredEntry> entries = severed(own, is_lost);
    recover_edits(entries);
    WrittenAgain out;
    std::set<ledger::EntryName> done;
    std::set<ledger::DocumentId> touched;
    for (SeveredEntry& severed : entries) {
        for (const DocumentEdits& each : severed.draft.edits) touched.insert(each.document);
        severed.draft.audit.remark = remark_of(severed);
        auto written = write(severed.draft);
        if (!written) {
            find(out.findings, space_, severed.name,
                 "held, because an entry of ours before it is lost, and it could not be written "
                 "again: " +
                     written.refusal().detail);
            continue;
        }
        out.entries.push_back(std::move(*written));
        out.states.push_back(
            {severed.number, severed.name, ledger::EntryState::written_again, space_});
        const auto held = std::ranges::find(held_, severed.name, &HeldEntryBytes::name);
        rewritten_.emplace_back(out.entries.back().name.sequence, *held);
        done.insert(severed.name);
        find(out.findings, space_, severed.name,
             severed.untold == 0
                 ? "written again, because an entry of ours before it is lost"
                 : "written again in part, because an entry of ours before it is lost; values "
                   "that could not be told: " +
                       std::to_string(severed.untold));
    }
    std::erase_if(held_, [&](const HeldEntryBytes& held) { return done.contains(held.name); });
    out.touched.assign(touched.begin(), touched.end());
    return out;
}

}  // namespace wayside::shelf
