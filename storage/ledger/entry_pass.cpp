#include "storage/ledger/entry_pass.hpp"

#include <algorithm>
#include <limits>

namespace wayside::ledger {

namespace {

constexpr std::string_view all_entries =
    "SELECT number, log, sequence, sealing, state, chain, sealed FROM entry WHERE number > ?1 "
    "ORDER BY number";

}  // namespace

EntryPass::EntryPass(sqlite::Database& database, const trust::Keyring* keyring,
                     const std::optional<SpaceId>& only)
    : database_(database), keyring_(keyring), only_(only), scan_(database, all_entries, 0) {
    if (!database.in_transaction()) snapshot_.emplace(database);
    book_ = read_log_book(database);
    forks_ = read_forks(database, book_);
    findings_ = book_.findings;
    findings_.insert(findings_.end(), forks_.findings.begin(), forks_.findings.end());
}

std::optional<StoredEntry> EntryPass::next() {
    while (const sqlite::Rows* at = scan_.next()) {
        const auto log = book_.logs.find(at->integer(1));
        if (log != book_.logs.end() && is_passed_over(log->second)) continue;
        auto entry = judge(row_of(*at));
        if (entry) return entry;
    }
    finish();
    return std::nullopt;
}

bool EntryPass::is_passed_over(const LogRow& log) const {
    return only_ && log.space != *only_;
}

EntryPass::Row EntryPass::row_of(const sqlite::Rows& at) {
    Row row;
    row.number = at.integer(0);
    row.log = at.integer(1);
    row.sequence = static_cast<std::uint64_t>(at.integer(2));
    row.sealing = at.integer(3);
    row.state = at.integer(4);
    row.chain = at.array<32>(5);
    row.sealed = at.blob(6);
    return row;
}

/// The entry in its place; empty for one that has none, which is a finding.
std::optional<StoredEntry> EntryPass::judge(const Row& row) {
    const auto log = book_.logs.find(row.log);
    if (log == book_.logs.end()) {
        findings_.push_back(
            {{}, {}, row.sequence, row.sequence, "an entry of a log that is unknown"});
        return std::nullopt;
    }
    const auto [trail, is_first] = trails_.try_emplace(row.log);
    if (is_first) trail->second.end.previous = {log->second.previous};
    const auto gap = trail->second.gaps.lower_bound(row.sequence);
    if (gap != trail->second.gaps.end() && row.sequence > gap->second.at.last) {
        return judge_gap(log->second, trail->second, gap->second, row);
    }
    return judge_next(log->second, trail->second, row);
}

std::optional<StoredEntry> EntryPass::judge_next(const LogRow& log, Trail& trail, const Row& row) {
    auto reading = read(log, trail.end, row);
    const std::uint64_t sequence = reading ? reading->sequence : row.sequence;
    const std::uint64_t last = trail.end.last;
    if (sequence <= last) {
        find(log, sequence, sequence, "an entry that is stored twice or out of its place");
        return std::nullopt;
    }
    const bool follows_gap = sequence - last > 1;
    if (follows_gap) trail.gaps.emplace(sequence - 1, Gap{trail.end, sequence - 1});
    if (!reading) {
        find(log, sequence, sequence,
             follows_gap ? "cannot be opened, because what precedes it is not stored"
                         : "the stored bytes are not what was sealed and chained");
    }
    trail.end = {sequence, previous_of_next(log, trail.end, row, reading)};
    StoredEntry out = stored(log, trail, row, std::move(reading));
    out.missing_before = sequence - last - 1;
    return out;
}

/// An entry that came back: it lies behind those that follow it. A gap is filled from its front.
std::optional<StoredEntry> EntryPass::judge_gap(const LogRow& log, Trail& trail, Gap& gap,
                                                const Row& row) {
    auto reading = read(log, gap.at, row);
    // Its sequence may be what is damaged.
    if (!reading || reading->sequence != gap.at.last + 1) return judge_next(log, trail, row);
    gap.at = {reading->sequence, previous_of_next(log, gap.at, row, reading)};
    if (gap.at.last == gap.last) trail.gaps.erase(gap.last);
    return stored(log, trail, row, std::move(reading));
}

std::optional<EntryPass::Reading> EntryPass::read_as(const LogRow& log, const Row& row,
                                                     std::uint64_t sequence,
                                                     const SealingRow& sealing,
                                                     const crypto::Hash32& previous) const {
    const Bytes context = entry_context(log, sequence, sealing, previous);
    Reading out{
        sequence, sealing.number, previous, crypto::chain_hash(previous, context, row.sealed), {}};
    const bool agrees = row.chain && *row.chain == out.computed;
    const auto* key = keyring_ == nullptr ? nullptr : keyring_->find(log.space, sealing.key_id);
    out.has_no_key = keyring_ != nullptr && key == nullptr;
    if (key == nullptr) return agrees ? std::optional(std::move(out)) : std::nullopt;
    auto plain = crypto::open(key->key, sealing.suite, crypto::Purpose::entry, context, row.sealed);
    if (!plain) return std::nullopt;
    out.plaintext = std::move(*plain);
    return out;
}

/// As its columns say; else as they should say here, because one of them may be what is damaged.
std::optional<EntryPass::Reading> EntryPass::read(const LogRow& log, const Place& place,
                                                  const Row& row) {
    std::vector<const SealingRow*> sealings;
    const auto named = book_.sealings.find(row.sealing);
    if (named != book_.sealings.end()) sealings.push_back(&named->second);
    for (const auto& [number, sealing] : book_.sealings) {
        if (number != row.sealing) sealings.push_back(&sealing);
    }
    std::vector<std::uint64_t> sequences{row.sequence};
    if (row.sequence != place.last + 1) sequences.push_back(place.last + 1);
    const auto among = [&](const std::vector<crypto::Hash32>& candidates) {
        std::optional<Reading> reading;
        for (const SealingRow* sealing : sealings) {
            for (const std::uint64_t sequence : sequences) {
                for (const crypto::Hash32& previous : candidates) {
                    reading = read_as(log, row, sequence, *sealing, previous);
                    if (reading) return reading;
                }
            }
        }
        return reading;
    };
    auto reading = among(place.previous);
    if (!reading && row.sequence > place.last + 1) reading = among(stored_behind(row));
    return reading;
}

/// The chain hashes of rows further on that say to be the entry before this one.
std::vector<crypto::Hash32> EntryPass::stored_behind(const Row& row) {
    std::vector<crypto::Hash32> out;
    try {
        auto rows = database_
                        .prepared(
                            "SELECT chain FROM entry WHERE log = ?1 AND sequence = ?2 AND "
                            "number > ?3 LIMIT 2")
                        .query(row.log, row.sequence - 1, row.number);
        while (rows.next()) {
            const auto chain = rows.array<32>(0);
            if (chain) out.push_back(*chain);
        }
    } catch (const sqlite::StorageError& error) {
        // Pages that cannot be read hold nothing that could be used; the pass names them itself.
        if (error.cause() == sqlite::Cause::busy) throw;
    }
    return out;
}

StoredEntry EntryPass::stored(const LogRow& log, Trail& trail, const Row& row,
                              std::optional<Reading> reading) {
    StoredEntry out;
    out.number = row.number;
    out.space = log.space;
    out.name = {log.log, reading ? reading->sequence : row.sequence};
    out.device = log.device;
    out.chain = reading ? reading->computed : row.chain.value_or(crypto::Hash32{});
    const std::uint64_t sequence = out.name.sequence;
    if (reading) {
        name_columns(log, row, *reading);
        out.is_sound = row.chain == reading->computed && row.sequence == sequence &&
                       row.sealing == reading->sealing;
        if (out.is_sound) note_sound(trail, log, *reading);
        out.previous = reading->previous;
        out.plaintext = std::move(reading->plaintext);
        out.has_no_key = reading->has_no_key;
    }
    const auto state = state_of(row.state, out.name);
    if (!state) find(log, sequence, sequence, "the note on what became of it is damaged");
    out.state = state.value_or(EntryState::applied);
    if (out.is_sound && out.state == EntryState::written_again) {
        trail.written_again.insert(sequence);
    }
    const auto fork = forks_.by_log.find(log.number);
    out.is_beyond_fork = fork != forks_.by_log.end() && sequence > fork->second.common.sequence;
    return out;
}

/// What the next entry of the log is held against.
std::vector<crypto::Hash32> EntryPass::previous_of_next(
    const LogRow& log, const Place& place, const Row& row,
    const std::optional<Reading>& reading) const {
    const bool agrees = reading && row.chain == reading->computed;
    std::vector<crypto::Hash32> out;
    if (reading) out.push_back(reading->computed);
    if (row.chain && !agrees) out.push_back(*row.chain);
    const auto sealing = book_.sealings.find(row.sealing);
    if (!reading && sealing != book_.sealings.end()) {
        // The bytes may be whole and only their chain hash damaged, where no key is at hand.
        for (const crypto::Hash32& before : place.previous) {
            const Bytes context = entry_context(log, row.sequence, sealing->second, before);
            out.push_back(crypto::chain_hash(before, context, row.sealed));
        }
        out.resize(std::min<std::size_t>(out.size(), 4));
    }
    return out;
}

void EntryPass::note_sound(Trail& trail, const LogRow& log, const Reading& reading) {
    const LogMark end{log.log, reading.sequence, reading.computed};
    const auto after = trail.stretches.upper_bound(reading.sequence);
    if (after != trail.stretches.begin()) {
        Stretch& before = std::prev(after)->second;
        const bool goes_on = before.end.sequence + 1 == reading.sequence;
        if (goes_on && before.end.chain == reading.previous) {
            before.end = end;
            return;
        }
    }
    trail.stretches.insert_or_assign(reading.sequence, Stretch{reading.previous, end});
}

/// Up to where the log is stored without a gap and agrees with its chain.
LogMark EntryPass::sound_mark(const LogRow& log, const Trail* trail) {
    LogMark mark{log.log, 0, log.previous};
    while (trail != nullptr) {
        const auto next = trail->stretches.find(mark.sequence + 1);
        if (next == trail->stretches.end() || next->second.previous != mark.chain) break;
        mark = next->second.end;
    }
    return mark;
}

/// How many sound entries behind the mark stand nowhere else.
std::uint64_t EntryPass::unreachable(const Trail& trail, std::uint64_t mark) {
    std::uint64_t out = 0;
    for (auto at = trail.stretches.upper_bound(mark); at != trail.stretches.end(); ++at) {
        out += at->second.end.sequence - at->first + 1;
    }
    const auto behind = trail.written_again.upper_bound(mark);
    return out - static_cast<std::uint64_t>(std::distance(behind, trail.written_again.end()));
}

std::vector<HeldLog> EntryPass::held_logs() const {
    std::vector<HeldLog> out;
    for (const auto& [number, log] : book_.logs) {
        if (is_passed_over(log)) continue;
        const auto trail = trails_.find(number);
        HeldLog held{log.region, log.space, log.device, log.follows, {}, 0, false};
        held.mark = sound_mark(log, trail == trails_.end() ? nullptr : &trail->second);
        if (trail != trails_.end()) {
            held.last = trail->second.end.last;
            held.unreachable = unreachable(trail->second, held.mark.sequence);
        }
        const auto fork = forks_.by_log.find(number);
        if (fork != forks_.by_log.end()) {
            held.is_forked = true;
            held.unreachable = 0;  // a person decides about them
            if (fork->second.common.sequence < held.mark.sequence) held.mark = fork->second.common;
        }
        out.push_back(held);
    }
    return out;
}

void EntryPass::name_columns(const LogRow& log, const Row& row, const Reading& reading) {
    const std::uint64_t at = reading.sequence;
    if (row.chain != reading.computed) {
        find(log, at, at, "its chain hash is damaged; what was sealed stands");
    }
    if (row.sequence != at) find(log, at, at, "its stored sequence is damaged; the entry stands");
    if (row.sealing != reading.sealing) {
        find(log, at, at, "the name of its key is damaged; the entry stands");
    }
    if (reading.has_no_key) find(log, at, at, "sealed under a key that is not held here");
}

void EntryPass::find(const LogRow& log, std::uint64_t first, std::uint64_t last, std::string what) {
    // A run of entries with the same fault is one finding.
    if (!findings_.empty()) {
        Finding& before = findings_.back();
        if (before.space == log.space && before.log == log.log && before.last + 1 == first &&
            before.what == what) {
            before.last = last;
            return;
        }
    }
    findings_.push_back({log.space, log.log, first, last, std::move(what)});
}

void EntryPass::finish() {
    if (finished_) return;
    finished_ = true;
    for (const auto& [number, trail] : trails_) {
        for (const auto& [last, gap] : trail.gaps) {
            find(book_.logs.at(number), gap.at.last + 1, last, "not stored");
        }
    }
    for (const Unreadable& rows : scan_.unreadable()) {
        const bool to_the_end = rows.before == std::numeric_limits<std::int64_t>::max();
        findings_.push_back(
            {{},
             {},
             0,
             0,
             "entries stored as number " + std::to_string(rows.after + 1) +
                 (to_the_end ? " and after" : " to " + std::to_string(rows.before - 1)) +
                 " cannot be read"});
    }
}

EntryCursor::EntryCursor(std::unique_ptr<EntryPass> pass) : pass_(std::move(pass)) {}
EntryCursor::EntryCursor(EntryCursor&&) noexcept = default;
EntryCursor& EntryCursor::operator=(EntryCursor&&) noexcept = default;
EntryCursor::~EntryCursor() = default;

std::optional<StoredEntry> EntryCursor::next() {
    return pass_->next();
}

const std::vector<Finding>& EntryCursor::findings() const {
    return pass_->findings();
}

std::vector<HeldLog> EntryCursor::held_logs() const {
    return pass_->held_logs();
}

}  // namespace wayside::ledger
