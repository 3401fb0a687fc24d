#include "storage/ledger/range.hpp"

#include <algorithm>
#include <limits>

#include "storage/ledger/chain_of.hpp"
#include "storage/ledger/holdings.hpp"
#include "storage/ledger/log_book.hpp"

namespace wayside::ledger {

namespace {

Refusal malformed(const char* detail) {
    return {Why::malformed, detail};
}

Result<void> check_entries(const Range& range) {
    if (range.entries.empty()) return malformed("a range without entries");
    const std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    if (range.first == 0 || range.first > most - range.entries.size()) {
        return malformed("a range that begins nowhere");
    }
    std::size_t bytes = 0;
    for (const RangeEntry& entry : range.entries) {
        if (entry.plaintext.empty()) return malformed("an entry without bytes");
        bytes += entry.plaintext.size();
        if (entry.plaintext.size() > max_entry_bytes || bytes > max_range_bytes) {
            return Refusal{Why::too_large, "a range holds more than a range may"};
        }
    }
    return {};
}

/// A log's first entry follows the earlier log's last one, or nothing.
Result<void> check_beginning(const Range& range) {
    const auto& follows = range.origin.follows;
    if (follows && (follows->log == range.origin.log || follows->sequence == 0)) {
        return malformed("a log that follows what cannot be followed");
    }
    const bool follows_bytes = range.before != crypto::Hash32{};
    if (range.first == 1 && follows.has_value() != follows_bytes) {
        return malformed("a log's first entry does not say what it follows");
    }
    return {};
}

Result<void> check_head_place(const SignedRange& given) {
    const LogOrigin& origin = given.range.origin;
    const Head& head = given.head;
    const bool same_log = head.region == origin.region && head.space == origin.space &&
                          head.device == origin.device && head.entry.log == origin.log;
    if (!same_log || head.entry.sequence != given.range.last()) {
        return malformed("the head is not one of this range's end");
    }
    return {};
}

Result<void> check_form(const SignedRange& given) {
    auto entries = check_entries(given.range);
    if (!entries) return entries;
    auto beginning = check_beginning(given.range);
    if (!beginning) return beginning;
    return check_head_place(given);
}

Result<void> check_writer(const SignedRange& given, const trust::Register& region_register) {
    const LogOrigin& origin = given.range.origin;
    if (!region_register.is_founded() || origin.region != region_register.region()) {
        return Refusal{Why::forbidden, "entries of another region", "other_region"};
    }
    const auto* device = region_register.device(origin.device);
    if (device == nullptr) {
        return Refusal{Why::forbidden, "the register does not name the entries' writer",
                       "unknown_device"};
    }
    if (!region_register.is_member(origin.space, origin.device)) {
        return Refusal{Why::forbidden, "the entries' writer is no member of their space",
                       "not_a_member"};
    }
    if (!is_signed(given.head, device->signing)) {
        return Refusal{Why::damaged, "the head was not signed by the entries' writer",
                       "head_signature"};
    }
    return {};
}

const trust::CutOffMark* mark_of(const trust::DeviceCutOff& cut_off, const LogOrigin& origin) {
    const auto mark = std::ranges::find_if(cut_off.marks, [&](const trust::CutOffMark& each) {
        return each.space == origin.space && each.log == origin.log;
    });
    return mark == cut_off.marks.end() ? nullptr : &*mark;
}

/// Whether all of a range counts that its device wrote before it was cut off.
bool is_believed(const Range& range, const crypto::Hash32& chain,
                 const trust::DeviceCutOff& cut_off, const Holdings* held) {
    const auto* mark = mark_of(cut_off, range.origin);
    if (mark != nullptr) {
        return range.last() < mark->sequence ||
               (range.last() == mark->sequence && chain == mark->chain);
    }
    if (held == nullptr) return false;
    LogId log = range.origin.log;
    std::uint64_t upto = range.last();
    // A log is followed by one other, or by some where the device was restored; no chain of them
    // is longer than this.
    for (std::size_t steps = 0; steps < max_frontier_logs; ++steps) {
        const auto follower = held->follower(range.origin.space, range.origin.device, log, upto);
        if (!follower) return false;
        LogOrigin origin = range.origin;
        origin.log = *follower;
        const auto* reached = mark_of(cut_off, origin);
        if (reached != nullptr) return reached->sequence > 0;
        log = *follower;
        upto = 1;
    }
    return false;
}

Result<std::vector<SealedEntry>> seal_again(const Range& range, const trust::Keyring& keyring) {
    const LogRow log = row_of(range.origin);
    std::vector<SealedEntry> out;
    out.reserve(range.entries.size());
    crypto::Hash32 previous = range.before;
    for (const RangeEntry& entry : range.entries) {
        const SealingRow sealing{0, entry.sealing.suite, entry.sealing.key_id};
        const auto* key = keyring.find(log.space, sealing.key_id);
        if (key == nullptr) {
            return Refusal{Why::forbidden, "sealed with a key that is not held here", "no_key"};
        }
        const Bytes context = entry_context(log, range.first + out.size(), sealing, previous);
        SealedEntry sealed;
        sealed.sealed =
            crypto::seal(key->key, sealing.suite, crypto::Purpose::entry, context, entry.plaintext);
        sealed.chain = crypto::chain_hash(previous, context, sealed.sealed);
        previous = sealed.chain;
        out.push_back(std::move(sealed));
    }
    return out;
}

}  // namespace

const SealedEntry& CheckedRange::sealed_at(std::uint64_t sequence) const {
    const Range& range = from_.range;
    require(sequence >= range.first && sequence <= range.last(), "the entry lies in the range");
    return sealed_[sequence - range.first];
}

const crypto::Hash32& CheckedRange::chain_at(std::uint64_t sequence) const {
    if (sequence + 1 == from_.range.first) return from_.range.before;
    return sealed_at(sequence).chain;
}

Result<crypto::Hash32> chain_of(const Range& range, const trust::Keyring& keyring) {
    const auto sealed = seal_again(range, keyring);
    if (!sealed) return sealed.refusal();
    return sealed->empty() ? range.before : sealed->back().chain;
}

Result<CheckedRange> check_range(SignedRange given, const trust::Register& region_register,
                                 const trust::Keyring& keyring, const Holdings* held) {
    const auto readable = check_form(given);
    if (!readable) return readable.refusal();
    const auto allowed = check_writer(given, region_register);
    if (!allowed) return allowed.refusal();
    auto sealed = seal_again(given.range, keyring);
    if (!sealed) return sealed.refusal();
    if (sealed->back().chain != given.head.chain) {
        return Refusal{Why::damaged, "the entries are not those that their head was signed over",
                       "head_chain"};
    }
    const auto* cut_off = region_register.cut_off(given.range.origin.device);
    if (cut_off != nullptr && !is_believed(given.range, given.head.chain, *cut_off, held)) {
        return Refusal{Why::forbidden, "its writer was cut off before these entries", "cut_off"};
    }
    return CheckedRange(std::move(given), std::move(*sealed));
}

}  // namespace wayside::ledger
