#include "storage/shelf/author_index.hpp"

#include <algorithm>

namespace wayside::shelf {

const std::string* AuthorIndex::keep(const std::string& word) {
    return &*words_.insert(word).first;
}

void AuthorIndex::learn(const ledger::EntryName& name, const ledger::Entry& entry) {
    const Timestamp at = entry.at();
    if (!latest_ || *latest_ < at) latest_ = at;
    entries_[name] = {entry.time, at, keep(entry.audit.person), keep(entry.audit.role),
                      keep(entry.audit.screen)};
    for (const ledger::EntryChange& change : entry.changes) {
        const auto parts = document::split_change(change.raw);
        if (!parts || parts->operations == 0) continue;
        stretches_[change.document].push_back({parts->actor, parts->start_op,
                                               parts->start_op + parts->operations - 1,
                                               name.sequence});
    }
}

void AuthorIndex::unlearn(const LogId& log, std::uint64_t first) {
    std::erase_if(entries_, [&](const auto& entry) {
        return entry.first.log == log && entry.first.sequence >= first;
    });
    for (auto& [document, stretches] : stretches_) {
        std::erase_if(stretches,
                      [&](const Stretch& s) { return s.log == log && s.sequence >= first; });
    }
}

void AuthorIndex::unlearn(const std::set<ledger::EntryName>& entries) {
    for (const ledger::EntryName& name : entries) entries_.erase(name);
    for (auto& [document, stretches] : stretches_) {
        std::erase_if(stretches,
                      [&](const Stretch& s) { return entries.contains({s.log, s.sequence}); });
    }
}

std::optional<Author> AuthorIndex::author_of(const ledger::DocumentId& document,
                                             const document::Value& value) const {
    const auto found = stretches_.find(document);
    if (found == stretches_.end()) return std::nullopt;
    // From the back: what is asked for is nearly always what was written last.
    for (auto s = found->second.rbegin(); s != found->second.rend(); ++s) {
        if (s->log != value.actor || value.op < s->first_op || value.op > s->last_op) continue;
        const auto entry = entries_.find({s->log, s->sequence});
        if (entry == entries_.end()) return std::nullopt;
        const Record& r = entry->second;
        return Author{s->log, s->sequence, r.time, r.at, *r.person, *r.role, *r.screen};
    }
    return std::nullopt;
}

}  // namespace wayside::shelf
