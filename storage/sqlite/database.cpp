#include "storage/sqlite/database.hpp"

#include <sqlite3.h>

#include "storage/sqlite/failure.hpp"

namespace wayside::sqlite {

namespace {

void configure(sqlite3* database, int option, int value) {
    check(nullptr, sqlite3_db_config(database, option, value, nullptr), "configure the database");
}

}  // namespace

void Database::Close::operator()(sqlite3* database) const noexcept {
    sqlite3_close_v2(database);
}

Database::~Database() = default;

Database Database::open_with(const std::string& file, int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &raw,
                                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Database out{raw};  // SQLite hands back a handle even when it fails
    check(raw, code, "open the database");
    sqlite3_busy_timeout(raw, busy_timeout_ms);
    sqlite3_limit(raw, SQLITE_LIMIT_LENGTH, max_value_bytes);
    configure(raw, SQLITE_DBCONFIG_DEFENSIVE, 1);
    configure(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    return out;
}

Database Database::open(const std::string& file, Access access) {
    int flags = SQLITE_OPEN_READWRITE;
    if (access == Access::create) flags |= SQLITE_OPEN_CREATE;
    if (access == Access::read_only) flags = SQLITE_OPEN_READONLY;
    Database out = open_with(file, flags);
    out.set_up(access);
    return out;
}

Database Database::in_memory() {
    Database out = open_with(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    out.execute("PRAGMA temp_store = MEMORY; PRAGMA journal_mode = MEMORY;");
    return out;
}

void Database::set_up(Access access) {
    if (access == Access::read_only) {
        configure(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);
    }
    execute(
        "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
        "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;");
    if (access == Access::read_only) {
        execute("PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0;");
        return;
    }
    // A commit that checkpoints pays for a thousand others, so whoever owns the writer does that
    // while nobody waits (ledger::Ledger::fold); only a log of 32 MB is not let grow further.
    execute("PRAGMA wal_autocheckpoint = 8000;");
    Statement journal = prepare("PRAGMA journal_mode = WAL");
    Rows rows = journal.query();
    if (!rows.next() || rows.text(0) != "wal") {
        throw StorageError(Cause::other, "the database cannot keep a write-ahead log here");
    }
}

Statement Database::prepare(std::string_view sql) {
    return {handle_.get(), sql};
}

Statement& Database::prepared(std::string_view sql) {
    auto at = prepared_.find(sql);
    if (at == prepared_.end()) at = prepared_.emplace(std::string(sql), prepare(sql)).first;
    return at->second;
}

void Database::execute(const char* script) {
    const int code = sqlite3_exec(handle_.get(), script, nullptr, nullptr, nullptr);
    check(handle_.get(), code, std::string_view(script).substr(0, 80));
}

std::int64_t Database::last_row_id() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(handle_.get());
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

void Database::roll_back() noexcept {
    // SQLite has rolled back by itself after some failures; then there is nothing left to undo. A
    // connection that cannot even roll back drops what was not committed when it closes, and the
    // error that led here is already on its way.
    if (in_transaction()) {
        sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

Snapshot::Snapshot(Database& database) : database_(database) {
    database_.execute("BEGIN");
}

Snapshot::~Snapshot() {
    database_.roll_back();
}

Transaction::Transaction(Database& database) : database_(database) {
    database_.prepared("BEGIN IMMEDIATE").run();
}

Transaction::~Transaction() {
    if (open_) database_.roll_back();
}

void Transaction::commit() {
    require(open_, "a transaction is committed once");
    // A failed COMMIT may leave the transaction open; the destructor then ends it.
    database_.prepared("COMMIT").run();
    open_ = false;
}

Savepoint::Savepoint(Database& database) : database_(database) {
    database_.prepared("SAVEPOINT here").run();
}

Savepoint::~Savepoint() {
    if (!open_ || !database_.in_transaction()) return;
    try {
        database_.prepared("ROLLBACK TO here").run();
        database_.prepared("RELEASE here").run();
    } catch (const StorageError&) {
        // As above: whoever owns the transaction around it meets the broken connection next.
        open_ = false;
    }
}

void Savepoint::release() {
    require(open_, "a mark is released once");
    database_.prepared("RELEASE here").run();
    open_ = false;
}

}  // namespace wayside::sqlite
