#include "storage/ledger/ledger_writer.hpp"

#include <algorithm>

#include "storage/ledger/fork_rows.hpp"
#include "storage/ledger/head_rows.hpp"
#include "storage/ledger/patient_key_rows.hpp"
#include "storage/ledger/schema.hpp"
#include "storage/ledger/side_rows.hpp"

namespace wayside::ledger {

namespace {

using sqlite::Cause;
using sqlite::StorageError;

constexpr std::int64_t most_rows = std::int64_t{1} << 60;
constexpr std::int64_t prune_every_ms = 3'600'000;
/// Some 4 MB of log: rare enough that a page which many commits touch is written once for them all.
constexpr std::size_t fold_after_commits = 250;

/// After the last of a table's rows, which `sql` selects.
std::int64_t next_number(sqlite::Database& database, std::string_view sql) {
    auto rows = database.prepared(sql).query();
    const std::int64_t last = rows.next() ? rows.integer(0) : 0;
    if (last < 0 || last > most_rows) {
        throw StorageError(Cause::corrupt, "rows are stored under numbers that nobody gave");
    }
    return last + 1;
}

Refusal own_log() {
    return {Why::conflict, "entries of this start that it did not write", "own_log"};
}

const trust::SpaceKey& newest_key(const trust::Box& box, const SpaceId& space) {
    const auto* key = box.keyring.newest(space);
    if (key == nullptr) throw StorageError(Cause::other, "no key of this space is open here");
    return *key;
}

}  // namespace

Ledger::Writer::Writer(sqlite::Database database, const std::filesystem::path& folder,
                       const trust::Box& box, const Start& start)
    : database_(std::move(database)),
      marker_file_((folder / marker_name).string()),
      folder_(folder),
      box_(box),
      start_(start) {}

Result<void> Ledger::Writer::begin() {
    book_ = read_log_book(database_);
    for (const auto& [number, log] : book_.logs) {
        if (log.log == start_.log) {
            return Refusal{Why::conflict, "this start's log is in the ledger already"};
        }
    }
    const auto lasts = last_of_device(database_, book_, box_.device);
    read_position(lasts);
    hold_against_marker();
    sqlite::Transaction transaction(database_);
    sign_heads(lasts);
    note_losses();
    transaction.commit();
    write_marker();
    return {};
}

void Ledger::Writer::read_position(const std::map<SpaceId, LastEntry>& lasts) {
    position_.next_entry = next_number(database_, "SELECT max(number) FROM entry");
    position_.next_answer = next_number(database_, "SELECT max(number) FROM answer");
    if (!book_.logs.empty()) position_.next_log = book_.logs.rbegin()->first + 1;
    if (!book_.sealings.empty()) position_.next_sealing = book_.sealings.rbegin()->first + 1;
    for (const auto& [space, last] : lasts) {
        Tip tip;
        tip.log.space = space;
        if (last.sequence > 0) tip.log.follows = EntryName{last.log.log, last.sequence};
        if (last.sequence == 0) tip.log.follows = last.log.follows;
        tip.log.previous = last.chain;
        tip.chain = last.chain;
        if (last.sequence > 0) {
            tip.earlier = SpaceMark{space, last.log.log, last.sequence, last.chain};
        }
        position_.tips.emplace(space, tip);
    }
}

void Ledger::Writer::hold_against_marker() {
    const auto marker = read_marker((folder_ / marker_name).string());
    if (!marker) {
        lost_.push_back({{}, {}, 0, 0, marker.refusal().detail});
        return;
    }
    marker_generation_ = marker->generation;
    lost_ = held_against(*marker, database_, book_);
}

/// Signs only what agrees with its bytes: a head is a promise to everybody.
void Ledger::Writer::sign_heads(const std::map<SpaceId, LastEntry>& lasts) {
    for (const auto& [space, last] : lasts) {
        if (!last.agrees) continue;
        Head head{last.log.region, space, box_.device, {last.log.log, last.sequence},
                  last.chain,      {}};
        sign_head(head, box_.signer);
        put_head(database_, last.log.number, head);
    }
}

void Ledger::Writer::note_losses() {
    for (const Finding& loss : lost_) {
        if (loss.last == 0) continue;
        database_.prepared("INSERT INTO loss (space, log, first, last) VALUES (?1, ?2, ?3, ?4)")
            .run(loss.space, loss.log, loss.first, loss.last);
    }
}

void Ledger::Writer::commit(const Batch& batch) {
    require(batch.received.empty() && batch.told_heads.empty(),
            "what comes from others goes through receive");
    const auto stored = receive(batch);
    require(stored.has_value(), "nothing of ours is refused");
}

Result<void> Ledger::Writer::receive(const Batch& batch) {
    if (is_broken_) throw StorageError(Cause::sync, "the disk failed to sync before");
    const bool asks_holdings = !batch.received.empty() || !batch.told_heads.empty();
    if (asks_holdings && !holdings_.has_begun()) begin_holdings();
    Position next = position_;
    RangeWriter ranges(database_, book_, holdings_, places_, box_,
                       {next.next_entry, next.next_log, next.next_sealing});
    try {
        sqlite::Transaction transaction(database_);
        const auto stored = store(next, ranges, batch);
        if (stored) {
            transaction.commit();
        } else {
            database_.roll_back();
            forget_unstored();
            if (ranges.fork()) keep_fork(*ranges.fork());
            return stored;
        }
    } catch (const StorageError& error) {
        is_broken_ = error.cause() == Cause::sync;
        forget_unstored();
        throw;
    }
    const Position before = std::exchange(position_, std::move(next));
    tell_holdings(before, ranges, batch);
    write_marker();
    ++commits_since_fold_;
    return {};
}

void Ledger::Writer::fold() {
    if (is_broken_) return;
    try {
        prune();
        if (commits_since_fold_ < fold_after_commits) return;
        commits_since_fold_ = 0;
        // As far as no reader stands in the way; the rest at the next time.
        database_.execute("PRAGMA wal_checkpoint(PASSIVE)");
    } catch (const StorageError& error) {
        is_broken_ = error.cause() == Cause::sync;
        throw;
    }
}

void Ledger::Writer::prune() {
    if (pruned_ && answered_.ms - pruned_->ms < prune_every_ms) return;
    pruned_ = answered_;
    try {
        sqlite::Transaction transaction(database_);
        // From the front up to the first that is young enough: the rest need not be read.
        database_
            .prepared(
                "DELETE FROM answer WHERE number < coalesce((SELECT number FROM answer WHERE at_ms "
                ">= ?1 ORDER BY number LIMIT 1), ?2)")
            .run(answered_.ms - answers_kept_ms, position_.next_answer);
        transaction.commit();
    } catch (const StorageError& error) {
        // What cannot be read stays, and `verify` names it.
        if (error.cause() != Cause::corrupt) throw;
    }
}

/// Ranges come first: what the batch's own entries build on lies before them.
Result<void> Ledger::Writer::store(Position& next, RangeWriter& ranges, const Batch& batch) {
    for (const auto& row : batch.patient_keys) put_patient_key(database_, row);
    for (const auto& row : batch.received_keys) put_received_key(database_, row, box_.keyring);
    for (const CheckedRange& range : batch.received) {
        const auto stored = store(next, ranges, range);
        if (!stored) return stored;
    }
    for (const CheckedHead& head : batch.told_heads) {
        const auto agrees = ranges.hold_against(head);
        if (!agrees) return head.head().entry.log == start_.log ? own_log() : agrees;
    }
    next.next_entry = ranges.numbers().entry;
    next.next_log = ranges.numbers().log;
    next.next_sealing = ranges.numbers().sealing;
    for (const NewEntry& entry : batch.entries) write(next, entry);
    for (const NewAnswer& answer : batch.answers) write(next, answer);
    for (const NewSetting& setting : batch.settings) {
        put_setting(database_, setting.name, setting.value);
    }
    for (const Head& head : batch.heads) {
        const LogRow* log = ranges.row_of_log(head);
        if (log != nullptr) put_head(database_, log->number, head);
    }
    for (const NewState& state : batch.states) put_state(state);
    put_register_records(batch.register_records);
    return {};
}

/// What this start wrote is here; whatever else bears its name was written by a copy of it, or by
/// somebody who has no right to the name. The first is refused only after it was stored, since only
/// then its fork, if it is one, is known.
Result<void> Ledger::Writer::store(const Position& next, RangeWriter& ranges,
                                   const CheckedRange& range) const {
    const LogOrigin& origin = range.range().origin;
    if (origin.log == start_.log && origin.device != box_.device) {
        return Refusal{Why::conflict, "this log was written by another device", "other_writer"};
    }
    auto stored = ranges.store(range);
    if (origin.log != start_.log) return stored;
    const auto tip = next.tips.find(origin.space);
    const std::uint64_t last = tip == next.tips.end() ? 0 : tip->second.sequence;
    const bool is_ours = stored && range.range().last() <= last;
    return is_ours ? stored : own_log();
}

void Ledger::Writer::put_state(const NewState& state) {
    std::optional<std::int64_t> number = state.number;
    if (state.number == 0) {
        places_.catch_up(database_);
        for (const auto& [log_number, log] : book_.logs) {
            if (log.log == state.entry.log && log.space == state.space) {
                number = places_.number_of(log_number, state.entry.sequence);
            }
        }
    }
    if (!number || *number == 0) return;
    database_.prepared("UPDATE entry SET state = ?2 WHERE number = ?1")
        .run(*number, column_of(state.state, state.entry));
}

void Ledger::Writer::begin_holdings() {
    EntryPass pass(database_, nullptr);
    while (pass.next()) {
    }
    holdings_.begin(pass.held_logs());
}

void Ledger::Writer::forget_unstored() {
    std::erase_if(book_.logs, [&](const auto& row) { return row.first >= position_.next_log; });
    std::erase_if(book_.sealings,
                  [&](const auto& row) { return row.first >= position_.next_sealing; });
    places_.forget_from(position_.next_entry);
}

/// By itself, since nothing else of its commit is stored. A second branch that parts earlier
/// shortens the log once more.
void Ledger::Writer::keep_fork(const FoundFork& found) {
    const auto known = read_forks(database_, book_).by_log;
    const auto before = known.find(found.log);
    if (before != known.end()) {
        if (!tells_more(found.fork, before->second)) return;
    }
    sqlite::Transaction transaction(database_);
    put_fork(database_, found.log, found.fork);
    transaction.commit();
    const LogRow& log = book_.logs.at(found.log);
    auto held = holdings_.find(log.space, log.log);
    if (!held) return;
    held->is_forked = true;
    if (found.fork.common.sequence < held->mark.sequence) held->mark = found.fork.common;
    holdings_.put(*held);
}

void Ledger::Writer::tell_holdings(const Position& before, const RangeWriter& ranges,
                                   const Batch& batch) {
    if (!holdings_.has_begun()) return;
    const bool reaches_more = std::ranges::any_of(
        batch.states, [](const NewState& each) { return each.state == EntryState::written_again; });
    if (ranges.has_healed() || reaches_more) return begin_holdings();
    for (const auto& [number, held] : ranges.moved()) holdings_.put(held);
    for (const auto& [space, tip] : position_.tips) {
        const auto old = before.tips.find(space);
        const std::uint64_t was = old == before.tips.end() ? 0 : old->second.sequence;
        if (tip.sequence == was) continue;
        auto held = holdings_.find(space, start_.log);
        if (!held)
            held = HeldLog{tip.log.region, space, tip.log.device, tip.log.follows, {}, 0, false};
        // Where something of ours is damaged behind us, what is sound still ends before it.
        if (held->mark.sequence == was) held->mark = {start_.log, tip.sequence, tip.chain};
        held->mark.log = start_.log;
        held->last = tip.sequence;
        holdings_.put(*held);
    }
}

Ledger::Writer::Tip& Ledger::Writer::tip_of(Position& position, const SpaceId& space) const {
    Tip& tip = position.tips[space];
    tip.log.region = box_.region;
    tip.log.space = space;
    tip.log.log = start_.log;
    tip.log.device = box_.device;
    return tip;
}

const SealingRow& Ledger::Writer::sealing_of(Position& position, const trust::SpaceKey& key) {
    const crypto::Suite suite = box_.keyring.suite();
    for (const auto& [number, sealing] : book_.sealings) {
        if (sealing.suite == suite && sealing.key_id == key.id) return sealing;
    }
    const SealingRow row{position.next_sealing++, suite, key.id};
    insert_sealing(database_, row);
    return book_.sealings.emplace(row.number, row).first->second;
}

void Ledger::Writer::write(Position& position, const NewEntry& entry) {
    const trust::SpaceKey& key = newest_key(box_, entry.space);
    Tip& tip = tip_of(position, entry.space);
    require(entry.sequence == tip.sequence + 1, "an entry takes the sequence it was promised");
    require(!entry.plaintext.empty(), "an entry has bytes");
    if (tip.log.number == 0) {
        tip.log.number = position.next_log++;
        insert_log(database_, tip.log);
        book_.logs.emplace(tip.log.number, tip.log);
    }
    const SealingRow& sealing = sealing_of(position, key);
    const Bytes context = entry_context(tip.log, entry.sequence, sealing, tip.chain);
    const Bytes sealed =
        crypto::seal(key.key, sealing.suite, crypto::Purpose::entry, context, entry.plaintext);
    tip.chain = crypto::chain_hash(tip.chain, context, sealed);
    tip.sequence = entry.sequence;
    const EntryName name{start_.log, entry.sequence};
    database_
        .prepared(
            "INSERT INTO entry (number, log, sequence, sealing, state, chain, sealed) VALUES (?1, "
            "?2, ?3, ?4, ?5, ?6, ?7)")
        .run(position.next_entry++, tip.log.number, entry.sequence, sealing.number,
             column_of(EntryState::applied, name), tip.chain, sealed);
}

void Ledger::Writer::write(Position& position, const NewAnswer& answer) {
    const trust::SpaceKey& key = newest_key(box_, answer.space);
    const SealingRow& sealing = sealing_of(position, key);
    const auto name = request_key(key.key, sealing.suite, answer.screen, answer.key);
    database_
        .prepared(
            "INSERT INTO answer (number, request_key, sealing, at_ms, sealed) VALUES (?1, ?2, ?3, "
            "?4, ?5)")
        .run(position.next_answer++, name, sealing.number, answer.at.ms,
             seal_answer(key.key, sealing, name, answer));
    answered_ = std::max(answered_, answer.at);
}

std::uint64_t Ledger::Writer::next_sequence(const SpaceId& space) const {
    const auto tip = position_.tips.find(space);
    return tip == position_.tips.end() ? 1 : tip->second.sequence + 1;
}

void Ledger::Writer::write_marker() {
    Marker marker;
    marker.generation = ++marker_generation_;
    marker.machine = start_.machine;
    marker.start = start_.log;
    for (const auto& [space, tip] : position_.tips) {
        if (tip.sequence > 0) {
            marker.spaces.push_back({space, start_.log, tip.sequence, tip.chain});
        } else if (tip.earlier) {
            marker.spaces.push_back(*tip.earlier);
        }
    }
    // The commit is durable, so a marker that the disk did not take must not make it seem failed;
    // until the next one is written, what is committed here is only not watched over.
    static_cast<void>(marker_file_.write(marker));
}

void Ledger::Writer::add_register_records(const std::vector<Bytes>& records) {
    sqlite::Transaction transaction(database_);
    put_register_records(records);
    transaction.commit();
}

void Ledger::Writer::put_register_records(const std::vector<Bytes>& records) {
    for (const Bytes& record : records) {
        database_.prepared("INSERT INTO register_record (record) VALUES (?1)").run(record);
    }
}

void Ledger::Writer::limit_pages(std::int64_t pages) {
    const std::string pragma = "PRAGMA max_page_count = " + std::to_string(pages);
    database_.execute(pragma.c_str());
}

}  // namespace wayside::ledger
