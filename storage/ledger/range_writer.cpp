#include "storage/ledger/range_writer.hpp"

#include <algorithm>

#include "storage/ledger/fork_rows.hpp"
#include "storage/ledger/head_rows.hpp"

namespace wayside::ledger {

namespace {

constexpr const char* put_entry =
    "INSERT OR REPLACE INTO entry (number, log, sequence, sealing, state, chain, sealed) VALUES "
    "(?1, ?2, ?3, ?4, ?5, ?6, ?7)";

Refusal gap() {
    return {Why::unavailable, "entries of this log before these are not stored", "gap"};
}

}  // namespace

RangeWriter::RangeWriter(sqlite::Database& database, LogBook& book, const Holdings& holdings,
                         EntryPlaces& places, const trust::Box& box, const Numbers& numbers)
    : database_(database),
      book_(book),
      holdings_(holdings),
      places_(places),
      box_(box),
      numbers_(numbers) {}

Result<void> RangeWriter::store(const CheckedRange& range) {
    const auto log = log_of(range);
    if (!log) return log.refusal();
    const HeldLog held = standing(*log);
    switch (meet(held, range)) {
        case Meeting::continues:
            if (held.last > held.mark.sequence) return heal(*log, held, range);
            return append(*log, range, held.mark.sequence + 1);
        case Meeting::already_here:
            return compare(*log, held, range);
        case Meeting::after_gap:
            return gap();
        case Meeting::contradicts:
            break;
    }
    return refuse_fork(*log, range);
}

Result<void> RangeWriter::hold_against(const CheckedHead& told) {
    const Head& head = told.head();
    const LogRow* log = row_of_log(head);
    if (log == nullptr || head.entry.sequence == 0) return {};
    const auto ours = stored_chain(*log, head.entry.sequence);
    if (!ours || *ours == head.chain) return {};
    const std::uint64_t common = head.entry.sequence - 1;
    const LyingEntries entries = lying(*log);
    const auto chain = stored_chain(*log, common);
    const auto kept = is_vouched(*log, entries, head.entry.sequence)
                          ? head_behind(*log, common)
                          : own_head(*log, entries, head.entry.sequence);
    if (!chain || !kept) return {};
    Fork fork;
    fork.common = {log->log, common, *chain};
    fork.is_exact = common == 0;
    fork.kept = *kept;
    fork.other = head;
    const auto known = read_forks(database_, book_).by_log;
    const auto before = known.find(log->number);
    if (before != known.end() && !tells_more(fork, before->second)) return {};
    fork_ = FoundFork{log->number, fork};
    return Refusal{Why::conflict, "another branch of this log is stored elsewhere", "fork"};
}

const LogRow* RangeWriter::row_of_log(const Head& head) const {
    for (const auto& [number, log] : book_.logs) {
        const bool is_it = log.space == head.space && log.log == head.entry.log &&
                           log.device == head.device && log.region == head.region;
        if (is_it) return &log;
    }
    return nullptr;
}

/// The log's row; a log that begins with this range is stored.
Result<LogRow> RangeWriter::log_of(const CheckedRange& checked) {
    const LogOrigin& origin = checked.range().origin;
    for (const auto& [number, log] : book_.logs) {
        if (log.space != origin.space || log.log != origin.log) continue;
        if (log.device == origin.device && log.region == origin.region) return log;
        return Refusal{Why::conflict, "this log was written by another device", "other_writer"};
    }
    if (checked.range().first != 1) return gap();
    LogRow log = row_of(origin);
    log.number = numbers_.log++;
    log.previous = checked.range().before;
    insert_log(database_, log);
    book_.logs.emplace(log.number, log);
    return log;
}

HeldLog RangeWriter::standing(const LogRow& log) const {
    const auto moved = moved_.find(log.number);
    if (moved != moved_.end()) return moved->second;
    auto held = holdings_.find(log.space, log.log);
    if (held) return *held;
    return {log.region, log.space, log.device, log.follows, {log.log, 0, log.previous}, 0, false};
}

Result<void> RangeWriter::append(const LogRow& log, const CheckedRange& range, std::uint64_t from) {
    for (std::uint64_t at = from; at <= range.range().last(); ++at) insert(log, range, at);
    finish(log, standing(log), range);
    return {};
}

/// Entries behind the mark are stored already and something before them is damaged or missing:
/// what agrees is left, what does not is replaced where it lies, what is missing is added.
Result<void> RangeWriter::heal(const LogRow& log, const HeldLog& held, const CheckedRange& range) {
    const LyingEntries entries = lying(log);
    for (std::uint64_t at = held.mark.sequence + 1; at <= range.range().last(); ++at) {
        const auto lies = entries.find(at);
        if (lies == entries.end()) {
            insert(log, range, at);
            continue;
        }
        const bool is_equal = lies->second.chain == range.sealed_at(at).chain;
        if (lies->second.is_sound && is_equal) continue;
        if (!is_equal && is_vouched(log, entries, at)) return refuse_fork(log, range);
        replace(lies->second.number, log, range, at);
    }
    const auto next = entries.find(range.range().last() + 1);
    const bool joins = next == entries.end() || !next->second.is_sound ||
                       next->second.previous == range.head().chain;
    if (!joins && is_vouched(log, entries, next->first)) return refuse_fork(log, range);
    has_healed_ = true;
    finish(log, held, range);
    return {};
}

/// All of it lies before our mark: it is equal, or proves a fork.
Result<void> RangeWriter::compare(const LogRow& log, const HeldLog& held,
                                  const CheckedRange& range) {
    const std::uint64_t last = range.range().last();
    const auto ours =
        last == held.mark.sequence ? std::optional(held.mark.chain) : stored_chain(log, last);
    if (ours && *ours != range.head().chain) return refuse_fork(log, range);
    put_head(database_, log.number, range.head());
    return {};
}

/// Refuses, with a proof where a head stands on our branch.
Result<void> RangeWriter::refuse_fork(const LogRow& log, const CheckedRange& range) {
    Refusal refusal{Why::conflict, "another branch of this log is stored here", "fork"};
    places_.catch_up(database_);
    std::uint64_t common = std::min(range.range().last(), places_.last_of(log.number));
    const std::uint64_t first = range.range().first;
    const auto agrees = [&](std::uint64_t at) {
        return stored_chain(log, at) == std::optional(range.chain_at(at));
    };
    // All that both have is equal: it lies beyond the end of a forked log, and proves nothing new.
    if (common >= first && agrees(common)) return refusal;
    while (common >= first && !agrees(common)) --common;
    Fork fork;
    fork.is_exact = common >= first || agrees(first - 1);
    if (!fork.is_exact && common > 0) --common;
    if (common == 0) fork.is_exact = true;
    const auto chain = common == 0 ? log.previous : stored_chain(log, common);
    auto kept = head_behind(log, common);
    if (!kept) kept = own_head(log, lying(log), common + 1);
    if (!chain || !kept) return refusal;
    fork.common = {log.log, common, *chain};
    fork.kept = *kept;
    fork.other = range.head();
    fork_ = FoundFork{log.number, fork};
    return refusal;
}

RangeWriter::LyingEntries RangeWriter::lying(const LogRow& log) {
    LyingEntries out;
    EntryPass pass(database_, nullptr);
    while (const auto entry = pass.next()) {
        if (entry->space != log.space || entry->name.log != log.log) continue;
        out[entry->name.sequence] = {entry->number, entry->previous, entry->chain, entry->is_sound};
    }
    return out;
}

std::optional<crypto::Hash32> RangeWriter::stored_chain(const LogRow& log, std::uint64_t sequence) {
    if (sequence == 0) return log.previous;
    places_.catch_up(database_);
    const auto number = places_.number_of(log.number, sequence);
    if (!number) return std::nullopt;
    auto rows = database_.prepared("SELECT chain FROM entry WHERE number = ?1").query(*number);
    return rows.next() ? rows.array<32>(0) : std::nullopt;
}

/// The first head on our branch that a log which ends at `common` would not have.
std::optional<Head> RangeWriter::head_behind(const LogRow& log, std::uint64_t common) {
    for (const Head& head : read_heads_of(database_, log)) {
        if (head.entry.sequence <= common) continue;
        if (stored_chain(log, head.entry.sequence) == std::optional(head.chain)) return head;
    }
    return std::nullopt;
}

/// Whether the writer signed a head that this entry, as it lies, leads to.
bool RangeWriter::is_vouched(const LogRow& log, const LyingEntries& entries,
                             std::uint64_t sequence) {
    const std::vector<Head> heads = read_heads_of(database_, log);
    for (auto at = entries.find(sequence); at != entries.end(); ++at) {
        if (!at->second.is_sound) return false;
        const auto next = std::next(at);
        for (const Head& head : heads) {
            if (head.entry.sequence == at->first && head.chain == at->second.chain) return true;
        }
        if (next == entries.end() || next->first != at->first + 1 ||
            next->second.previous != at->second.chain) {
            return false;
        }
    }
    return false;
}

/// The head of an entry of ours, signed now: nobody asked for one before. Empty for a log of
/// another device, and where the entry is not here whole.
std::optional<Head> RangeWriter::own_head(const LogRow& log, const LyingEntries& entries,
                                          std::uint64_t sequence) const {
    const auto entry = entries.find(sequence);
    const bool is_whole = entry != entries.end() && entry->second.is_sound;
    if (log.device != box_.device || !is_whole) return std::nullopt;
    Head head{log.region, log.space, log.device, {log.log, sequence}, entry->second.chain, {}};
    sign_head(head, box_.signer);
    return head;
}

void RangeWriter::insert(const LogRow& log, const CheckedRange& range, std::uint64_t sequence) {
    replace(numbers_.entry++, log, range, sequence);
}

void RangeWriter::replace(std::int64_t number, const LogRow& log, const CheckedRange& range,
                          std::uint64_t sequence) {
    const SealedEntry& entry = range.sealed_at(sequence);
    const Sealing& sealing = range.range().entries[sequence - range.range().first].sealing;
    database_.prepared(put_entry).run(number, log.number, sequence, sealing_number(sealing),
                                      column_of(EntryState::applied, {log.log, sequence}),
                                      entry.chain, entry.sealed);
}

std::int64_t RangeWriter::sealing_number(const Sealing& sealing) {
    for (const auto& [number, row] : book_.sealings) {
        if (row.suite == sealing.suite && row.key_id == sealing.key_id) return number;
    }
    const SealingRow row{numbers_.sealing++, sealing.suite, sealing.key_id};
    insert_sealing(database_, row);
    book_.sealings.emplace(row.number, row);
    return row.number;
}

void RangeWriter::finish(const LogRow& log, HeldLog held, const CheckedRange& range) {
    put_head(database_, log.number, range.head());
    held.mark = {log.log, range.range().last(), range.head().chain};
    held.last = std::max(held.last, held.mark.sequence);
    moved_.insert_or_assign(log.number, held);
}

}  // namespace wayside::ledger
