// storage/sqlite/database.hpp: one SQLite connection, set up the one way that this house uses it.
//
// Files: WAL, synchronous=FULL, no mmap, cell_size_check, secure_delete (a patient key that was
// deleted is zeroed in its page, not only unlinked), DEFENSIVE, untrusted schema. Only a
// `read_write` connection ever checkpoints, and there is at most one in the world: SQLite 3.40.1
// can lose a WAL that two connections checkpoint.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "storage/sqlite/statement.hpp"

namespace wayside::sqlite {

enum class Access {
    create,      ///< read and write; the file is made if it is not there
    read_write,  ///< the file must be there
    read_only,   ///< beside a writer, in another thread or process; never checkpoints
};

/// How long a call waits for another connection's lock before it throws `busy`.
inline constexpr int busy_timeout_ms = 5'000;
/// No value longer than this is stored or read, whatever a damaged page claims.
inline constexpr int max_value_bytes = 64 << 20;

/// Used by one thread at a time. Every call throws StorageError when the machine is broken.
class Database {
  public:
    static Database open(const std::string& file, Access access);
    /// Private to this connection and gone with it; temporary tables stay in memory too.
    static Database in_memory();

    Database(Database&&) noexcept = default;
    Database& operator=(Database&&) noexcept = default;
    ~Database();

    /// A statement for its caller to keep. Preparing costs some 10 us; running it again, about 1.
    [[nodiscard]] Statement prepare(std::string_view sql);
    /// The one kept under this text, prepared at its first use; lives as long as the Database.
    /// Nobody may use it while an earlier Rows of it lives.
    [[nodiscard]] Statement& prepared(std::string_view sql);
    /// Runs every statement of a script; rows are dropped.
    void execute(const char* script);

    [[nodiscard]] std::int64_t last_row_id() const;
    /// Rows that the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] bool in_transaction() const;
    /// Ends the transaction that is open, if one is.
    void roll_back() noexcept;

  private:
    struct Close {
        void operator()(sqlite3* database) const noexcept;
    };
    static Database open_with(const std::string& file, int flags);

    explicit Database(sqlite3* raw) : handle_(raw) {}
    void set_up(Access access);

    std::unique_ptr<sqlite3, Close> handle_;
    std::map<std::string, Statement, std::less<>> prepared_;
};

/// BEGIN IMMEDIATE; rolls back at its end unless it was committed.
class Transaction {
  public:
    explicit Transaction(Database& database);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    /// Durable when it returns (in a file). If it throws, nothing of the transaction stays.
    void commit();

  private:
    Database& database_;
    bool open_ = true;
};

/// One state of the database for everything that is read while it lives.
class Snapshot {
  public:
    explicit Snapshot(Database& database);
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot();

  private:
    Database& database_;
};

/// A mark inside a transaction (or a transaction of its own outside one); goes back to it at its
/// end unless it was released. Marks end in the reverse order of their making.
class Savepoint {
  public:
    explicit Savepoint(Database& database);
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    ~Savepoint();

    void release();

  private:
    Database& database_;
    bool open_ = true;
};

}  // namespace wayside::sqlite
