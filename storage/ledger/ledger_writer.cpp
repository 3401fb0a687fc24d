#include "storage/ledger/ledger_writer.hpp"

#include <algorithm>

#include "storage/ledger/patient_key_rows.hpp"
#include "storage/ledger/schema.hpp"
#include "storage/ledger/side_rows.hpp"

namespace wayside::ledger {

namespace {

using sqlite::Cause;
using sqlite::StorageError;

constexpr std::int64_t most_entries = std::int64_t{1} << 60;
constexpr std::int64_t prune_every_ms = 3'600'000;

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
    const LogBook book = read_log_book(database_);
    for (const auto& [number, log] : book.logs) {
        if (log.log == start_.log) {
            return Refusal{Why::conflict, "this start's log is in the ledger already"};
        }
    }
    const auto lasts = last_of_device(database_, book, box_.device);
    read_position(book, lasts);
    hold_against_marker(book);
    sqlite::Transaction transaction(database_);
    sign_heads(lasts);
    note_losses();
    transaction.commit();
    write_marker();
    return {};
}

void Ledger::Writer::read_position(const LogBook& book, const std::map<SpaceId, LastEntry>& lasts) {
    {
        auto rows = database_.prepared("SELECT max(number) FROM entry").query();
        const std::int64_t last = rows.next() ? rows.integer(0) : 0;
        if (last < 0 || last > most_entries) {
            throw StorageError(Cause::corrupt, "entries are stored under numbers that nobody gave");
        }
        position_.next_entry = last + 1;
    }
    if (!book.logs.empty()) position_.next_log = book.logs.rbegin()->first + 1;
    for (const auto& [number, sealing] : book.sealings) {
        position_.sealings.push_back(sealing);
        position_.next_sealing = number + 1;
    }
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
        position_.tips.emplace(space, std::move(tip));
    }
}

void Ledger::Writer::hold_against_marker(const LogBook& book) {
    const auto marker = read_marker((folder_ / marker_name).string());
    if (!marker) {
        lost_.push_back({{}, {}, 0, 0, marker.refusal().detail});
        return;
    }
    marker_generation_ = marker->generation;
    lost_ = held_against(*marker, database_, book);
}

/// Signs only what agrees with its bytes: a head is a promise to everybody.
void Ledger::Writer::sign_heads(const std::map<SpaceId, LastEntry>& lasts) {
    for (const auto& [space, last] : lasts) {
        if (!last.agrees) continue;
        Head head{last.log.region, space, box_.device, {last.log.log, last.sequence},
                  last.chain,      {}};
        sign_head(head, box_.signer);
        database_
            .prepared(
                "INSERT OR IGNORE INTO head (log, sequence, chain, signature) VALUES (?1, ?2, ?3, "
                "?4)")
            .run(last.log.number, last.sequence, head.chain, head.signature);
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
    if (is_broken_) throw StorageError(Cause::sync, "the disk failed to sync before");
    Position next = position_;
    try {
        sqlite::Transaction transaction(database_);
        for (const auto& row : batch.patient_keys) put_patient_key(database_, row);
        for (const NewEntry& entry : batch.entries) write(next, entry);
        for (const NewAnswer& answer : batch.answers) write(next, answer);
        for (const NewSetting& setting : batch.settings) {
            database_.prepared("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)")
                .run(setting.name, with_check(setting.name, setting.value));
        }
        for (const NewState& state : batch.states) {
            database_.prepared("UPDATE entry SET state = ?2 WHERE number = ?1")
                .run(state.number, column_of(state.state, state.entry));
        }
        transaction.commit();
    } catch (const StorageError& error) {
        is_broken_ = error.cause() == Cause::sync;
        throw;
    }
    position_ = std::move(next);
    write_marker();
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
    for (const SealingRow& sealing : position.sealings) {
        if (sealing.suite == suite && sealing.key_id == key.id) return sealing;
    }
    position.sealings.push_back({position.next_sealing++, suite, key.id});
    insert_sealing(database_, position.sealings.back());
    return position.sealings.back();
}

void Ledger::Writer::write(Position& position, const NewEntry& entry) {
    const trust::SpaceKey& key = newest_key(box_, entry.space);
    Tip& tip = tip_of(position, entry.space);
    require(entry.sequence == tip.sequence + 1, "an entry takes the sequence it was promised");
    require(!entry.plaintext.empty(), "an entry has bytes");
    if (tip.log.number == 0) {
        tip.log.number = position.next_log++;
        insert_log(database_, tip.log);
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
            "INSERT OR REPLACE INTO answer (request_key, sealing, at_ms, sealed) VALUES (?1, ?2, "
            "?3, ?4)")
        .run(name, sealing.number, answer.at.ms, seal_answer(key.key, sealing, name, answer));
    prune(position, answer.at);
}

void Ledger::Writer::prune(Position& position, Timestamp now) {
    if (position.pruned && now.ms - position.pruned->ms < prune_every_ms) return;
    database_.prepared("DELETE FROM answer WHERE at_ms < ?1").run(now.ms - answers_kept_ms);
    position.pruned = now;
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
    for (const Bytes& record : records) {
        database_.prepared("INSERT INTO register_record (record) VALUES (?1)").run(record);
    }
    transaction.commit();
}

void Ledger::Writer::limit_pages(std::int64_t pages) {
    const std::string pragma = "PRAGMA max_page_count = " + std::to_string(pages);
    database_.execute(pragma.c_str());
}

}  // namespace wayside::ledger
