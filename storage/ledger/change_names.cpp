#include "storage/ledger/change_names.hpp"

#include <algorithm>
#include <ranges>
#include <tuple>

namespace wayside::ledger {

void ChangeNames::learn(const DocumentId& document, const ChangeName& name,
                        const document::ChangeHash& hash) {
    const auto [place, is_new] =
        places_.try_emplace(name.entry.log, static_cast<std::uint32_t>(logs_.size()));
    if (is_new) logs_.push_back(name.entry.log);
    documents_[document].push_back({place->second, name.number, name.entry.sequence, hash});
}

void ChangeNames::miss(const LogId& log, std::uint64_t first, std::uint64_t last) {
    std::uint64_t& end = missed_[{log, first}];
    end = std::max(end, last);
}

void ChangeNames::find(const EntryName& entry) {
    auto at = missed_.upper_bound(entry);
    while (at != missed_.begin()) {
        const auto run = std::prev(at);
        const auto [first, last] = *run;
        if (first.log != entry.log) return;
        at = run;
        if (last < entry.sequence) continue;
        at = missed_.erase(run);
        if (first.sequence < entry.sequence) miss(entry.log, first.sequence, entry.sequence - 1);
        if (entry.sequence < last) miss(entry.log, entry.sequence + 1, last);
        at = missed_.lower_bound(first);
    }
}

std::optional<EntryName> ChangeNames::missed_between(const LogId& log, std::uint64_t after,
                                                     std::uint64_t before) const {
    std::uint64_t greatest = 0;
    for (auto at = missed_.lower_bound({log, 0}); at != missed_.end(); ++at) {
        if (at->first.log != log || at->first.sequence >= before) break;
        greatest = std::max(greatest, std::min(at->second, before - 1));
    }
    if (greatest <= after) return std::nullopt;
    return EntryName{log, greatest};
}

void ChangeNames::unlearn(const LogId& log, std::uint64_t first) {
    const auto place = places_.find(log);
    if (place == places_.end()) return;
    for (auto& [document, changes] : documents_) {
        std::erase_if(changes, [&](const Named& named) {
            return named.log == place->second && named.sequence >= first;
        });
    }
}

void ChangeNames::unlearn(const std::set<EntryName>& entries) {
    for (auto& [document, changes] : documents_) {
        std::erase_if(changes,
                      [&](const Named& named) { return entries.contains(name_of(named).entry); });
    }
}

void ChangeNames::forget(const DocumentId& document) {
    documents_.erase(document);
}

std::optional<ChangeName> ChangeNames::name_of(const DocumentId& document,
                                               const document::ChangeHash& hash) const {
    const auto* changes = changes_of(document);
    if (changes == nullptr) return std::nullopt;
    const auto from_back = std::views::reverse(*changes);
    const auto at = std::ranges::find(from_back, hash, &Named::hash);
    if (at == from_back.end()) return std::nullopt;
    return name_of(*at);
}

std::optional<document::ChangeHash> ChangeNames::hash_of(const DocumentId& document,
                                                         const ChangeName& name) const {
    const auto* changes = changes_of(document);
    const auto place = places_.find(name.entry.log);
    if (changes == nullptr || place == places_.end()) return std::nullopt;
    const auto from_back = std::views::reverse(*changes);
    const auto at = std::ranges::find_if(from_back, [&](const Named& named) {
        return named.log == place->second && named.sequence == name.entry.sequence &&
               named.number == name.number;
    });
    if (at == from_back.end()) return std::nullopt;
    return at->hash;
}

std::optional<ChangeNames::Last> ChangeNames::last_before(const DocumentId& document,
                                                          const EntryName& next) const {
    const auto* changes = changes_of(document);
    const auto place = places_.find(next.log);
    if (changes == nullptr || place == places_.end()) return std::nullopt;
    const Named* last = nullptr;
    for (const Named& named : *changes) {
        if (named.log != place->second || named.sequence >= next.sequence) continue;
        const auto order = std::tie(named.sequence, named.number);
        if (last == nullptr || order > std::tie(last->sequence, last->number)) last = &named;
    }
    if (last == nullptr) return std::nullopt;
    return Last{name_of(*last), last->hash};
}

const std::vector<ChangeNames::Named>* ChangeNames::changes_of(const DocumentId& document) const {
    const auto at = documents_.find(document);
    return at == documents_.end() ? nullptr : &at->second;
}

ChangeName ChangeNames::name_of(const Named& named) const {
    return {{logs_[named.log], named.sequence}, named.number};
}

}  // namespace wayside::ledger
