#include "storage/ledger/carry_over.hpp"

#include <algorithm>
#include <set>

#include "storage/ledger/entry_pass.hpp"
#include "storage/ledger/head_rows.hpp"
#include "storage/ledger/marker.hpp"
#include "storage/ledger/schema.hpp"

namespace wayside::ledger {

namespace {

/// So many entries are one commit of the new database.
constexpr std::uint64_t entries_in_commit = 1'000;

Refusal damaged(const std::string& what) {
    return {Why::damaged,
            "something that is stored cannot be carried over: " + what +
                "; 'wayside verify' names it all",
            "damaged_entries"};
}

std::string place_of(const SpaceId& space, const EntryName& name) {
    return "entry " + std::to_string(name.sequence) + " of log " + name.log.text() + " in space " +
           space.text();
}

std::uint64_t rows_in(sqlite::Database& database) {
    auto count = database.prepared("SELECT count(*) FROM entry").query();
    return count.next() ? static_cast<std::uint64_t>(count.integer(0)) : 0;
}

class Carrier {
  public:
    explicit Carrier(const CarryOver& job)
        : job_(job),
          from_(sqlite::Database::open((job.from / database_name).string(),
                                       sqlite::Access::read_only)),
          into_(sqlite::Database::open((job.into / database_name).string(),
                                       sqlite::Access::read_write)) {}

    Result<std::uint64_t> run();

  private:
    using Place = std::pair<SpaceId, EntryName>;

    Result<void> check_version();
    Result<void> find_logs();
    Result<void> carry_entries();
    Result<void> carry(const StoredEntry& entry);
    Result<LogRow*> log_of(const StoredEntry& entry);
    Result<void> carry_heads();
    Result<void> carry_side_tables();
    template <class Put>
    Result<void> copy(const char* sql, const Put& put);
    Result<void> carry_marker();
    [[nodiscard]] const SealingRow* sealing_of(const SpaceId& space) const;
    void report();

    const CarryOver& job_;
    sqlite::Database from_;
    sqlite::Database into_;
    LogBook book_;                                      ///< of `from`
    std::map<std::pair<SpaceId, LogId>, LogRow> logs_;  ///< as they are written, when they are
    std::map<std::pair<SpaceId, LogId>, crypto::Hash32> ends_;  ///< the chain hash of the last
    std::vector<Head> heads_;                                   ///< of `from`
    std::optional<Marker> marker_;                              ///< of `from`
    std::set<Place> asked_;  ///< whose chain hashes something else names
    std::map<Place, std::pair<crypto::Hash32, crypto::Hash32>> chains_;  ///< of those: was, is
    std::uint64_t done_ = 0;
    std::uint64_t all_ = 0;
};

Result<std::uint64_t> Carrier::run() {
    if (auto known = check_version(); !known) return known.refusal();
    if (auto found = find_logs(); !found) return found.refusal();
    all_ = rows_in(from_);
    if (auto carried = carry_entries(); !carried) return carried.refusal();
    sqlite::Transaction transaction(into_);
    if (auto signed_again = carry_heads(); !signed_again) return signed_again.refusal();
    if (auto copied = carry_side_tables(); !copied) return copied.refusal();
    transaction.commit();
    if (auto marked = carry_marker(); !marked) return marked.refusal();
    return done_;
}

Result<void> Carrier::check_version() {
    if (sqlite::version_of(from_) == sqlite::version_of(into_)) return {};
    return Refusal{Why::unsupported,
                   "the ledger is of another version of Wayside; start 'wayside serve' once with "
                   "this one"};
}

/// What names entries by their chain hashes: logs that follow, heads, the marker.
Result<void> Carrier::find_logs() {
    book_ = read_log_book(from_);
    if (!book_.findings.empty()) return damaged(book_.findings.front().what);
    for (const auto& [number, log] : book_.logs) {
        if (log.device != job_.before.device || log.region != job_.before.region) {
            return Refusal{Why::conflict, "entries of another device lie here: this box met others",
                           "others_entries"};
        }
        if (log.follows) asked_.emplace(log.space, *log.follows);
    }
    heads_ = read_heads(from_, book_);
    for (const Head& head : heads_) asked_.emplace(head.space, head.entry);
    auto marker = read_marker((job_.from / marker_name).string());
    if (!marker) return damaged(marker.refusal().detail);
    marker_ = *std::move(marker);
    for (const SpaceMark& mark : marker_->spaces) {
        asked_.emplace(mark.space, EntryName{mark.log, mark.sequence});
    }
    return {};
}

Result<void> Carrier::carry_entries() {
    for (const auto& [number, sealing] : book_.sealings) insert_sealing(into_, sealing);
    EntryPass pass(from_, &job_.before.keyring);
    std::optional<sqlite::Transaction> transaction;
    while (const auto entry = pass.next()) {
        if (!transaction) transaction.emplace(into_);
        if (auto carried = carry(*entry); !carried) return carried;
        if (++done_ % entries_in_commit != 0) continue;
        transaction->commit();
        transaction.reset();
        report();
    }
    if (transaction) transaction->commit();
    if (!pass.findings().empty()) return damaged(pass.findings().front().what);
    if (done_ != all_) return damaged("an entry of no log");
    report();
    return {};
}

Result<void> Carrier::carry(const StoredEntry& entry) {
    const bool is_whole = entry.is_sound && entry.plaintext && entry.missing_before == 0;
    if (!is_whole || entry.is_beyond_fork) return damaged(place_of(entry.space, entry.name));
    const auto log = log_of(entry);
    if (!log) return log.refusal();
    const SealingRow* sealing = sealing_of(entry.space);
    if (sealing == nullptr) return damaged("the name of a space key");

    const trust::SpaceKey& key = *job_.after.keyring.newest(entry.space);
    crypto::Hash32& end = ends_.at({entry.space, entry.name.log});
    const Bytes context = entry_context(**log, entry.name.sequence, *sealing, end);
    const Bytes sealed =
        crypto::seal(key.key, sealing->suite, crypto::Purpose::entry, context, *entry.plaintext);
    end = crypto::chain_hash(end, context, sealed);
    const Place place{entry.space, entry.name};
    if (asked_.contains(place)) chains_.emplace(place, std::pair{entry.chain, end});
    into_
        .prepared(
            "INSERT INTO entry (number, log, sequence, sealing, state, chain, sealed) VALUES (?1, "
            "?2, ?3, ?4, ?5, ?6, ?7)")
        .run(entry.number, (*log)->number, entry.name.sequence, sealing->number,
             column_of(entry.state, entry.name), end, sealed);
    return {};
}

/// A log's row comes with its first entry: what it follows was written before.
Result<LogRow*> Carrier::log_of(const StoredEntry& entry) {
    const std::pair name{entry.space, entry.name.log};
    if (const auto known = logs_.find(name); known != logs_.end()) return &known->second;
    const auto was = std::ranges::find_if(book_.logs, [&](const auto& row) {
        return row.second.space == entry.space && row.second.log == entry.name.log;
    });
    if (was == book_.logs.end()) return damaged(place_of(entry.space, entry.name));
    LogRow log = was->second;
    log.region = job_.after.region;
    log.device = job_.after.device;
    if (log.follows) {
        const auto before = chains_.find({log.space, *log.follows});
        if (before == chains_.end() || before->second.first != was->second.previous) {
            return damaged(place_of(log.space, *log.follows));
        }
        log.previous = before->second.second;
    }
    insert_log(into_, log);
    ends_.emplace(name, log.previous);
    return &logs_.emplace(name, log).first->second;
}

const SealingRow* Carrier::sealing_of(const SpaceId& space) const {
    const trust::SpaceKey* key = job_.after.keyring.newest(space);
    if (key == nullptr) return nullptr;
    for (const auto& [number, sealing] : book_.sealings) {
        if (sealing.key_id == key->id && sealing.suite == job_.after.keyring.suite()) {
            return &sealing;
        }
    }
    return nullptr;
}

Result<void> Carrier::carry_heads() {
    for (const Head& head : heads_) {
        const auto chain = chains_.find({head.space, head.entry});
        if (chain == chains_.end() || chain->second.first != head.chain) {
            return damaged("a head names " + place_of(head.space, head.entry));
        }
        Head again{job_.after.region, head.space,           job_.after.device,
                   head.entry,        chain->second.second, {}};
        sign_head(again, job_.after.signer);
        put_head(into_, logs_.at({head.space, head.entry.log}).number, again);
    }
    return {};
}

template <class Put>
Result<void> Carrier::copy(const char* sql, const Put& put) {
    RowScan scan(from_, sql, 0);
    while (const sqlite::Rows* at = scan.next()) put(*at);
    if (!scan.unreadable().empty()) return damaged("rows of a side table");
    return {};
}

/// Column by column, damaged or not: who reads them names what is.
Result<void> Carrier::carry_side_tables() {
    auto answers = copy(
        "SELECT number, request_key, sealing, at_ms, sealed FROM answer WHERE number > ?1 ORDER BY "
        "number",
        [&](const sqlite::Rows& at) {
            into_
                .prepared(
                    "INSERT INTO answer (number, request_key, sealing, at_ms, sealed) VALUES (?1, "
                    "?2, ?3, ?4, ?5)")
                .run(at.integer(0), at.blob(1), at.integer(2), at.integer(3), at.blob(4));
        });
    if (!answers) return answers;
    auto settings = copy("SELECT rowid, name, value FROM setting WHERE rowid > ?1 ORDER BY rowid",
                         [&](const sqlite::Rows& at) {
                             into_.prepared("INSERT INTO setting (name, value) VALUES (?1, ?2)")
                                 .run(at.text(1), at.blob(2));
                         });
    if (!settings) return settings;
    auto patients = copy(
        "SELECT rowid, patient, space, suite, key_id, space_key_id, wrapped, forgotten FROM "
        "patient_key WHERE rowid > ?1 ORDER BY rowid",
        [&](const sqlite::Rows& at) {
            const auto forgotten = at.is_null(7) ? std::nullopt : std::optional(at.blob(7));
            into_
                .prepared(
                    "INSERT INTO patient_key (patient, space, suite, key_id, space_key_id, "
                    "wrapped, forgotten) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
                .run(at.blob(1), at.blob(2), at.integer(3), at.blob(4), at.blob(5), at.blob(6),
                     forgotten);
        });
    if (!patients) return patients;
    return copy(
        "SELECT number, space, log, first, last FROM loss WHERE number > ?1 ORDER BY number",
        [&](const sqlite::Rows& at) {
            into_.prepared("INSERT INTO loss (space, log, first, last) VALUES (?1, ?2, ?3, ?4)")
                .run(at.blob(1), at.blob(2), at.integer(3), at.integer(4));
        });
}

/// As the last start left it, with the new chain hashes: a later generation than `create` wrote.
Result<void> Carrier::carry_marker() {
    Marker marker = *marker_;
    ++marker.generation;
    for (SpaceMark& mark : marker.spaces) {
        const EntryName entry{mark.log, mark.sequence};
        const auto chain = chains_.find({mark.space, entry});
        // A start notes what is lost, and begins a marker of its own.
        if (chain == chains_.end() || chain->second.first != mark.chain) {
            return damaged("the marker knows " + place_of(mark.space, entry) +
                           " otherwise; start 'wayside serve' once, which notes what was lost");
        }
        mark.chain = chain->second.second;
    }
    MarkerFile file((job_.into / marker_name).string());
    if (const auto written = file.write(marker); !written) {
        throw sqlite::StorageError(sqlite::Cause::full, written.refusal().detail);
    }
    file.sync();
    return {};
}

void Carrier::report() {
    if (job_.progress) job_.progress(done_, all_);
}

}  // namespace

Result<std::uint64_t> carry_over(const CarryOver& job) {
    return Carrier(job).run();
}

}  // namespace wayside::ledger
