#include "sync/session_spaces.hpp"

#include <algorithm>

namespace wayside::sync {

namespace {

constexpr std::size_t most_early_words = 256;
/// So often a peer may say that it has less of a log than it had: damage happens, but not for ever.
constexpr int most_setbacks = 16;
constexpr int most_answers = 4;

bool by_log(const ledger::LogMark& a, const ledger::LogMark& b) {
    return a.log < b.log;
}

/// Region, channels, clinics, readings.
int place_of(trust::SpaceKind kind) {
    switch (kind) {
        case trust::SpaceKind::region:
            return 0;
        case trust::SpaceKind::channel:
            return 1;
        case trust::SpaceKind::clinic:
            return 2;
        case trust::SpaceKind::audit:
            return 3;
    }
    return 4;
}

}  // namespace

ledger::LogMark mark_in(const Marks& marks, const LogId& log) {
    const ledger::LogMark wanted{log, 0, {}};
    const auto at = std::ranges::lower_bound(marks, wanted, by_log);
    return at != marks.end() && at->log == log ? *at : wanted;
}

Marks all_of(const Holding& holding) {
    Marks out;
    for (const OwnLog& own : holding) out.push_back(own.mark);
    return out;
}

void Spaces::share(const trust::Register& region_register, const Store& store) {
    std::vector<std::pair<int, SpaceId>> found;
    for (const trust::SpaceOpened& space : region_register.spaces()) {
        const bool both = region_register.is_member(space.space, own_) &&
                          region_register.is_member(space.space, peer_);
        if (both) found.emplace_back(place_of(space.kind), space.space);
    }
    std::ranges::sort(found);
    shared_.clear();
    for (const auto& [place, space] : found) shared_.push_back(space);
    for (const SpaceId& space : shared_) talks_.try_emplace(space);

    std::vector<SpaceWord> early;
    std::swap(early, early_);
    for (const SpaceWord& word : early) {
        // What was early once and makes no sense now would have been refused with its frame; that
        // peer is heard no worse for it.
        if (!hear(word, store)) continue;
    }
}

bool Spaces::is_shared(const SpaceId& space) const {
    return talks_.contains(space);
}

Result<void> Spaces::hear(const SpaceWord& word, const Store& store) {
    const auto talk = talks_.find(word.space);
    if (talk != talks_.end()) return take(word, talk->second, store.holding(word.space));
    if (early_.size() >= most_early_words) {
        return Refusal{Why::too_many, "the peer speaks of spaces that are not ours",
                       "receipt_spaces"};
    }
    early_.push_back(word);
    return {};
}

Result<void> Spaces::take(const SpaceWord& word, Talk& talk, const Holding& holding) {
    const bool is_first = !talk.theirs && !talk.is_unclear;
    switch (word.extent) {
        case Extent::compact:
            talk.theirs = expand(word, holding);
            break;
        case Extent::whole:
            talk.theirs = word.marks;
            break;
        case Extent::beside:
            if (!talk.our_opening) {
                return Refusal{Why::invalid, "the peer refers to what we did not say",
                               "frame_order"};
            }
            talk.theirs = overlay(*talk.our_opening, word.marks);
            break;
        case Extent::some:
            // Where we do not know the rest yet, a fuller word is on its way and includes this.
            if (!talk.theirs) break;
            for (const ledger::LogMark& mark : word.marks) {
                if (mark.sequence >= mark_in(*talk.theirs, mark.log).sequence) continue;
                if (++talk.setbacks[mark.log] <= most_setbacks) continue;
                return Refusal{Why::invalid, "the peer takes back what it had, again and again",
                               "contradicts"};
            }
            talk.theirs = overlay(*talk.theirs, word.marks);
            break;
    }
    for (const ledger::LogMark& mark : word.marks) talk.came.erase(mark.log);
    talk.is_unclear = !talk.theirs;
    if (is_first && talk.theirs) talk.their_opening = talk.theirs;
    // A whole word is long: it is not said as often as somebody likes to hear it.
    if (word.asks_more && talk.answers < most_answers) talk.is_asked = true;
    return {};
}

const Marks* Spaces::theirs(const SpaceId& space) const {
    const auto talk = talks_.find(space);
    if (talk == talks_.end() || !talk->second.theirs) return nullptr;
    return &*talk->second.theirs;
}

void Spaces::came(const ParcelName& name) {
    const auto talk = talks_.find(name.space);
    if (talk == talks_.end()) return;
    std::uint64_t& last = talk->second.came[name.log];
    last = std::max(last, name.last);
}

std::uint64_t Spaces::last_that_came(const LogName& name) const {
    const auto talk = talks_.find(name.space);
    if (talk == talks_.end()) return 0;
    const auto came = talk->second.came.find(name.log);
    return came == talk->second.came.end() ? 0 : came->second;
}

void Spaces::owe(const LogName& name) {
    const auto talk = talks_.find(name.space);
    if (talk != talks_.end()) talk->second.moved.insert(name.log);
}

std::optional<SpaceWord> Spaces::next_word(const SpaceId& space, Talk& talk,
                                           const Holding& holding) {
    SpaceWord word;
    word.space = space;
    const bool asks = talk.is_unclear && !talk.has_asked;
    const Marks mine = all_of(holding);
    if (!talk.our_opening || talk.is_asked) {
        if (talk.their_opening) {
            word.extent = Extent::beside;
            word.marks = changes_between(*talk.their_opening, mine);
        } else if (talk.our_opening) {
            word.extent = Extent::whole;
            word.marks = mine;
        } else {
            word.extent = Extent::compact;
            LiveAndEnded own = parted(holding);
            word.marks = std::move(own.live);
            word.ended = ledger::hash_of_ended(std::move(own.ended));
        }
        if (!talk.our_opening) talk.our_opening = mine;
        if (talk.is_asked) ++talk.answers;
        talk.is_asked = false;
        talk.told = mine;
    } else {
        word.extent = Extent::some;
        for (const ledger::LogMark& change : changes_between(talk.told, mine)) {
            // What was damaged since is asked for again by saying that it is not here.
            if (change.sequence < mark_in(talk.told, change.log).sequence) {
                talk.moved.insert(change.log);
            }
        }
        for (const LogId& log : talk.moved) word.marks.push_back(mark_in(mine, log));
        if (word.marks.empty() && !asks) return std::nullopt;
        talk.told = overlay(talk.told, word.marks);
    }
    talk.moved.clear();
    word.asks_more = asks;
    talk.has_asked = talk.has_asked || asks;
    return word;
}

std::vector<SpaceWord> Spaces::due(const Store& store) {
    std::vector<SpaceWord> out;
    for (auto& [space, talk] : talks_) {
        auto word = next_word(space, talk, store.holding(space));
        if (word) out.push_back(std::move(*word));
    }
    return out;
}

bool Spaces::owes() const {
    const auto does = [](const auto& named) {
        const Talk& talk = named.second;
        return !talk.our_opening || talk.is_asked || !talk.moved.empty() ||
               (talk.is_unclear && !talk.has_asked);
    };
    return std::ranges::any_of(talks_, does);
}

}  // namespace wayside::sync
