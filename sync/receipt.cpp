#include "sync/receipt.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace wayside::sync {

namespace {

constexpr std::uint8_t words_version = 1;
constexpr std::uint8_t asks_more_flag = 1;
constexpr std::size_t signature_bytes = 64;

using Marks = std::vector<ledger::LogMark>;

Bytes message_of(const WordParties& parties, ByteView bytes) {
    ByteWriter out;
    out.raw(view_of("wayside receipt 1"));
    out.raw(parties.region.view());
    out.raw(parties.by.view());
    out.raw(parties.to.view());
    out.raw(bytes);
    return out.take();
}

void write_word(ByteWriter& to, const SpaceWord& word) {
    to.raw(word.space.view());
    to.u8(static_cast<std::uint8_t>(word.extent));
    to.u8(word.asks_more ? asks_more_flag : 0);
    to.u16(static_cast<std::uint16_t>(word.marks.size()));
    for (const ledger::LogMark& mark : word.marks) {
        to.raw(mark.log.view());
        to.u64(mark.sequence);
        if (mark.sequence > 0) to.raw(mark.chain);
    }
    if (word.extent == Extent::compact) to.raw(word.ended);
}

/// Sequence 0, which says that nothing is here, makes sense only where it changes something.
bool may_be_none(Extent extent) {
    return extent == Extent::beside || extent == Extent::some;
}

SpaceWord read_word(ByteReader& from, std::size_t& marks_left) {
    SpaceWord word;
    word.space.bytes = from.array<16>();
    const std::uint8_t extent = from.u8();
    if (extent < 1 || extent > 4) from.fail();
    word.extent = static_cast<Extent>(extent);
    const std::uint8_t flags = from.u8();
    if (flags > asks_more_flag) from.fail();
    word.asks_more = flags == asks_more_flag;
    const std::size_t count = from.u16();
    if (count > marks_left) from.fail();
    marks_left -= std::min(count, marks_left);
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        ledger::LogMark mark;
        mark.log.bytes = from.array<16>();
        mark.sequence = from.u64();
        if (mark.sequence > 0) mark.chain = from.array<32>();
        const bool in_order = word.marks.empty() || word.marks.back().log < mark.log;
        if (!in_order || (mark.sequence == 0 && !may_be_none(word.extent))) from.fail();
        word.marks.push_back(mark);
    }
    if (word.extent == Extent::compact) word.ended = from.array<32>();
    return word;
}

Result<std::vector<SpaceWord>> decode_words(ByteView bytes) {
    ByteReader from(bytes);
    if (from.u8() != words_version) {
        return Refusal{Why::unsupported, "a receipt of another version"};
    }
    const std::size_t count = from.u16();
    if (count > max_word_spaces) return Refusal{Why::too_large, "a receipt of too many spaces"};
    std::vector<SpaceWord> out;
    std::size_t marks_left = max_word_marks;
    for (std::size_t i = 0; i < count && !from.failed(); ++i) {
        SpaceWord word = read_word(from, marks_left);
        if (!out.empty() && !(out.back().space < word.space)) from.fail();
        out.push_back(std::move(word));
    }
    if (!from.done()) return Refusal{Why::malformed, "not the bytes of a receipt"};
    return out;
}

const LogId& log_of(const OwnLog& own) {
    return own.mark.log;
}

bool by_log(const ledger::LogMark& a, const ledger::LogMark& b) {
    return a.log < b.log;
}

/// Those of `ours` that `listed` does not name.
Marks not_in(const Marks& ours, const Marks& listed) {
    Marks out;
    std::ranges::set_difference(ours, listed, std::back_inserter(out), by_log);
    return out;
}

/// All logs of ours that those in `marks` follow, one after another.
Marks followed_by(const Marks& marks, const std::vector<OwnLog>& ours) {
    const auto find = [&ours](const LogId& log) {
        const auto at = std::ranges::lower_bound(ours, log, {}, log_of);
        return at != ours.end() && at->mark.log == log ? &*at : nullptr;
    };
    std::map<LogId, ledger::LogMark> found;
    for (const ledger::LogMark& mark : marks) {
        const OwnLog* own = find(mark.log);
        while (own != nullptr && own->follows) {
            own = find(*own->follows);
            // Whoever follows itself in a ring was here before.
            if (own == nullptr || !found.emplace(own->mark.log, own->mark).second) break;
        }
    }
    Marks out;
    for (const auto& [log, mark] : found) out.push_back(mark);
    return out;
}

}  // namespace

Bytes encode_words(const std::vector<SpaceWord>& words) {
    ByteWriter out;
    out.u8(words_version);
    out.u16(static_cast<std::uint16_t>(words.size()));
    for (const SpaceWord& word : words) write_word(out, word);
    return out.take();
}

Bytes sign_words(const WordParties& parties, const crypto::Signer& signer,
                 const std::vector<SpaceWord>& words) {
    Bytes out = encode_words(words);
    const crypto::Signature signature = signer.sign(message_of(parties, out));
    out.insert(out.end(), signature.begin(), signature.end());
    return out;
}

Result<std::vector<SpaceWord>> open_words(const WordParties& parties, const crypto::PublicKey& key,
                                          ByteView bytes) {
    if (bytes.size() < signature_bytes) return Refusal{Why::malformed, "no bytes of a receipt"};
    const ByteView said = bytes.first(bytes.size() - signature_bytes);
    auto words = decode_words(said);
    if (!words) return words;
    ByteReader tail(bytes.last(signature_bytes));
    if (!crypto::verify(key, message_of(parties, said), tail.array<signature_bytes>())) {
        return Refusal{Why::damaged, "a receipt that its device did not sign", "receipt_signature"};
    }
    return words;
}

LiveAndEnded parted(const std::vector<OwnLog>& ours) {
    std::set<LogId> followed;
    for (const OwnLog& own : ours) {
        if (own.follows) followed.insert(*own.follows);
    }
    LiveAndEnded out;
    for (const OwnLog& own : ours) {
        (followed.contains(own.mark.log) ? out.ended : out.live).push_back(own.mark);
    }
    return out;
}

std::optional<Marks> expand(const SpaceWord& compact, const std::vector<OwnLog>& ours) {
    const auto with = [&compact](const Marks& ended) -> std::optional<Marks> {
        if (ledger::hash_of_ended(ended) != compact.ended) return std::nullopt;
        Marks out;
        std::ranges::merge(compact.marks, ended, std::back_inserter(out), by_log);
        return out;
    };
    // Where they have not heard of our latest starts, what they list follows all that has ended.
    if (auto known = with(not_in(followed_by(compact.marks, ours), compact.marks))) return known;
    const LiveAndEnded own = parted(ours);
    const Marks ended = not_in(own.ended, compact.marks);
    if (auto known = with(ended)) return known;
    // A log may have ended there that lives here: we have not heard of the one that follows it.
    Marks all;
    std::ranges::merge(ended, not_in(own.live, compact.marks), std::back_inserter(all), by_log);
    return with(all);
}

Marks overlay(const Marks& base, const Marks& changes) {
    Marks out = not_in(base, changes);
    const auto is_some = [](const ledger::LogMark& mark) { return mark.sequence > 0; };
    std::ranges::copy_if(changes, std::back_inserter(out), is_some);
    std::ranges::sort(out, by_log);
    return out;
}

Marks changes_between(const Marks& theirs, const Marks& ours) {
    Marks out;
    for (const ledger::LogMark& mark : ours) {
        const auto at = std::ranges::lower_bound(theirs, mark, by_log);
        if (at == theirs.end() || !(*at == mark)) out.push_back(mark);
    }
    for (const ledger::LogMark& gone : not_in(theirs, ours)) out.push_back({gone.log, 0, {}});
    std::ranges::sort(out, by_log);
    return out;
}

}  // namespace wayside::sync
