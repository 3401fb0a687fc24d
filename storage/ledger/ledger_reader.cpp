#include "storage/ledger/ledger_reader.hpp"

#include <algorithm>

#include "storage/ledger/entry_pass.hpp"
#include "storage/ledger/head_rows.hpp"
#include "storage/ledger/patient_key_rows.hpp"
#include "storage/ledger/range_rows.hpp"
#include "storage/ledger/reader_connection.hpp"
#include "storage/ledger/schema.hpp"
#include "storage/ledger/side_rows.hpp"

namespace wayside::ledger {

namespace {

constexpr int first_version_with_numbered_answers = 3;

}  // namespace

Result<LedgerReader> LedgerReader::open(const std::filesystem::path& folder,
                                        const trust::Keyring* keyring) {
    auto database =
        sqlite::Database::open((folder / database_name).string(), sqlite::Access::read_only);
    const int version = sqlite::version_of(database);
    if (version > static_cast<int>(migrations().size())) {
        return Refusal{Why::unsupported, "the ledger was written by a later version of Wayside"};
    }
    return LedgerReader(std::make_unique<Connection>(std::move(database), keyring));
}

LedgerReader::LedgerReader(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}
LedgerReader::LedgerReader(LedgerReader&&) noexcept = default;
LedgerReader& LedgerReader::operator=(LedgerReader&&) noexcept = default;
LedgerReader::~LedgerReader() = default;

EntryCursor LedgerReader::entries() {
    return EntryCursor(std::make_unique<EntryPass>(connection_->database, connection_->keyring));
}

EntryCursor LedgerReader::entries(const SpaceId& of) {
    return EntryCursor(
        std::make_unique<EntryPass>(connection_->database, connection_->keyring, of));
}

LogBook LedgerReader::log_book() {
    return read_log_book(connection_->database);
}

std::vector<Head> LedgerReader::heads() {
    return read_heads(connection_->database, log_book());
}

std::vector<Head> LedgerReader::heads_of(const SpaceId& space, const LogId& log) {
    const auto row = connection_->log_row(space, log);
    if (!row) return {};
    return read_heads_of(connection_->database, *row);
}

std::vector<Fork> LedgerReader::forks() {
    std::vector<Fork> out;
    for (const auto& [log, fork] : read_forks(connection_->database, log_book()).by_log) {
        out.push_back(fork);
    }
    return out;
}

PatientKeyRows LedgerReader::patient_keys() {
    return read_patient_keys(connection_->database);
}

std::optional<trust::PatientKeyRow> LedgerReader::patient_key(const SpaceId& space,
                                                              const PatientId& patient) {
    return read_patient_key(connection_->database, space, patient);
}

std::optional<StoredAnswer> LedgerReader::answer(const SpaceId& space, std::string_view screen,
                                                 std::string_view key) {
    if (connection_->keyring == nullptr) return std::nullopt;
    return connection_->answer(space, screen, key);
}

/// A request is known under each of the space's keys, since an older one may have sealed its
/// answer.
std::optional<StoredAnswer> LedgerReader::Connection::answer(const SpaceId& space,
                                                             std::string_view screen,
                                                             std::string_view key) {
    answers_.follow(database);
    // The writer beside us may have begun a new generation.
    if (!sealings_.contains(answers_.newest_sealing())) known_sealings();
    for (const auto& [number, sealing] : sealings_) {
        const auto* space_key = keyring->find(space, sealing.key_id);
        if (space_key == nullptr) continue;
        const auto name = request_key(space_key->key, sealing.suite, screen, key);
        const auto place = answers_.find(name);
        auto opened = place ? answer_at(*place, space, name) : std::nullopt;
        if (opened) return opened;
    }
    return std::nullopt;
}

std::optional<StoredAnswer> LedgerReader::Connection::answer_at(std::int64_t number,
                                                                const SpaceId& space,
                                                                const crypto::Hash32& name) {
    auto rows =
        database.prepared("SELECT sealing, sealed FROM answer WHERE number = ?1").query(number);
    if (!rows.next()) return std::nullopt;
    // Whoever asks walks over the sealings, so they are not read anew here.
    const auto of = sealings_.find(rows.integer(0));
    if (of == sealings_.end()) return std::nullopt;
    const auto* key = keyring->find(space, of->second.key_id);
    if (key == nullptr) return std::nullopt;
    auto opened = open_answer(key->key, of->second, name, space, rows.blob(1));
    if (!opened) return std::nullopt;
    return std::move(*opened);
}

std::optional<Bytes> LedgerReader::setting(std::string_view name) {
    auto rows =
        connection_->database.prepared("SELECT value FROM setting WHERE name = ?1").query(name);
    if (!rows.next()) return std::nullopt;
    return without_check(name, rows.blob(0));
}

std::vector<Bytes> LedgerReader::register_records() {
    std::vector<Bytes> out;
    RowScan scan(connection_->database,
                 "SELECT number, record FROM register_record WHERE number > ?1 ORDER BY number", 0);
    while (const sqlite::Rows* at = scan.next()) out.push_back(at->blob(1));
    return out;
}

Result<Bytes> LedgerReader::device_secrets() {
    auto rows =
        connection_->database.prepared("SELECT wrapped FROM device_secret ORDER BY number DESC")
            .query();
    if (!rows.next()) return Refusal{Why::not_found, "the ledger holds no device secrets"};
    return rows.blob(0);
}

std::vector<Finding> LedgerReader::losses() {
    std::vector<Finding> out;
    RowScan scan(connection_->database,
                 "SELECT number, space, log, first, last FROM loss WHERE number > ?1 ORDER BY "
                 "number",
                 0);
    while (const sqlite::Rows* at = scan.next()) {
        Finding loss;
        loss.space.bytes = at->array<16>(1).value_or(loss.space.bytes);
        loss.log.bytes = at->array<16>(2).value_or(loss.log.bytes);
        loss.first = static_cast<std::uint64_t>(at->integer(3));
        loss.last = static_cast<std::uint64_t>(at->integer(4));
        loss.what = "lost: the marker knew it at a start, and it was not stored";
        out.push_back(std::move(loss));
    }
    return out;
}

std::vector<std::string> LedgerReader::damaged_pages() {
    auto rows = connection_->database.prepared("PRAGMA quick_check(20)").query();
    std::vector<std::string> out;
    while (rows.next()) {
        if (rows.text(0) != "ok") out.push_back(rows.text(0));
    }
    return out;
}

std::vector<Finding> LedgerReader::damaged_side_rows() {
    std::vector<Finding> out;
    RowScan settings(connection_->database,
                     "SELECT rowid, name, value FROM setting WHERE rowid > ?1 ORDER BY rowid", 0);
    while (const sqlite::Rows* at = settings.next()) {
        const std::string name = at->text(1);
        if (!without_check(name, at->blob(2)))
            out.push_back({{}, {}, 0, 0, "a setting is damaged"});
    }
    const auto reg = trust::Register::load(register_records());
    if (connection_->keyring == nullptr || !reg) return out;
    std::ranges::move(connection_->damaged_answers(*reg), std::back_inserter(out));
    return out;
}

std::vector<Finding> LedgerReader::Connection::damaged_answers(const trust::Register& reg) {
    const Finding shut{{}, {}, 0, 0, "a stored answer does not open"};
    std::vector<Finding> out;
    if (sqlite::version_of(database) < first_version_with_numbered_answers) {
        auto rows = database.prepared("SELECT request_key, sealing, sealed FROM answer").query();
        while (rows.next()) {
            if (!opens(reg, rows, 0)) out.push_back(shut);
        }
        return out;
    }
    RowScan scan(
        database,
        "SELECT number, request_key, sealing, sealed FROM answer WHERE number > ?1 ORDER BY number",
        0);
    while (const sqlite::Rows* at = scan.next()) {
        if (!opens(reg, *at, 1)) out.push_back(shut);
    }
    for (std::size_t i = 0; i < scan.unreadable().size(); ++i) {
        out.push_back({{}, {}, 0, 0, "stored answers cannot be read"});
    }
    return out;
}

bool LedgerReader::Connection::opens(const trust::Register& reg, const sqlite::Rows& row,
                                     int first) {
    const auto name = row.array<32>(first);
    const auto of = sealing(row.integer(first + 1));
    if (!name || !of) return false;
    const Bytes sealed = row.blob(first + 2);
    for (const trust::SpaceOpened& space : reg.spaces()) {
        const auto* key = keyring->find(space.space, of->key_id);
        if (key == nullptr) continue;
        if (open_answer(key->key, *of, *name, space.space, sealed)) return true;
    }
    return false;
}

Frontier LedgerReader::frontier(const SpaceId& space) {
    EntryPass pass(connection_->database, nullptr);
    while (pass.next()) {
    }
    Holdings holdings;
    holdings.begin(pass.held_logs());
    return holdings.frontier(space);
}

Result<SignedRange> LedgerReader::range_to_sign(const SpaceId& space, const LogId& log,
                                                std::uint64_t first, std::size_t most_bytes,
                                                std::optional<std::uint64_t> until) {
    auto walk = RangeWalk::begin(*connection_, space, log, first);
    if (!walk) return walk.refusal();
    for (std::uint64_t next = first; walk->bytes() < most_bytes; ++next) {
        if (until && next > *until) break;
        const auto added = walk->add(most_bytes);
        if (!added) return added.refusal();
        if (!*added) break;
    }
    const Head head = walk->head();
    return SignedRange{walk->take(), head};
}

Result<SignedRange> LedgerReader::range(const SpaceId& space, const LogId& log, std::uint64_t first,
                                        std::size_t most_bytes,
                                        std::optional<std::uint64_t> until) {
    auto walk = RangeWalk::begin(*connection_, space, log, first);
    if (!walk) return walk.refusal();
    std::map<std::uint64_t, Head> heads;
    for (const Head& head : heads_of(space, log)) heads.emplace(head.entry.sequence, head);
    std::optional<Head> last;
    while (walk->bytes() < (last ? most_bytes : max_range_bytes)) {
        if (until && last && walk->last() >= *until) break;
        const auto added = walk->add(last ? most_bytes : max_range_bytes);
        if (!added) return added.refusal();
        if (!*added) break;
        const auto head = heads.find(walk->last());
        if (head != heads.end() && head->second.chain == walk->chain()) last = head->second;
    }
    if (!last) {
        return Refusal{Why::not_found, "no head of this log lies near enough behind", "no_head"};
    }
    walk->cut(last->entry.sequence);
    return SignedRange{walk->take(), *last};
}

std::optional<SealingRow> LedgerReader::Connection::sealing(std::int64_t number) {
    const auto known = sealings_.find(number);
    if (known != sealings_.end()) return known->second;
    const auto& all = known_sealings();
    const auto read = all.find(number);
    return read == all.end() ? std::nullopt : std::optional(read->second);
}

std::optional<LogRow> LedgerReader::Connection::log_row(const SpaceId& space, const LogId& log) {
    const auto find = [&]() -> std::optional<LogRow> {
        for (const auto& [number, row] : book.logs) {
            if (row.space == space && row.log == log) return row;
        }
        return std::nullopt;
    };
    auto found = find();
    if (found) return found;
    // A writer beside us may have begun it since.
    book = read_log_book(database);
    return find();
}

const std::map<std::int64_t, SealingRow>& LedgerReader::Connection::known_sealings() {
    // A writer beside us may have begun a new generation; the table has few rows.
    sealings_ = read_log_book(database).sealings;
    return sealings_;
}

}  // namespace wayside::ledger
