#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "storage/base/id.hpp"
#include "storage/base/random.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/migrations.hpp"

namespace wayside::sqlite_test {
std::span<const sqlite::Migration> migrations();
}

using namespace wayside;
using sqlite::Access;
using sqlite::Cause;
using sqlite::Database;
using sqlite::Statement;
using sqlite::StorageError;

namespace {

/// A folder of this test's own, gone at its end.
struct Folder {
    std::filesystem::path path;
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "wayside-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::string file() const { return (path / "ward.db").string(); }
};

Database ward_in(const Folder& folder) {
    Database database = Database::open(folder.file(), Access::create);
    REQUIRE(sqlite::migrate(database, sqlite_test::migrations()));
    return database;
}

std::int64_t count(Database& database) {
    auto rows = database.prepared("SELECT count(*) FROM ward").query();
    rows.next();
    return rows.integer(0);
}

Cause cause_of(auto&& act) {
    try {
        act();
    } catch (const StorageError& error) {
        return error.cause();
    }
    FAIL("nothing was thrown");
    return Cause::other;
}

}  // namespace

TEST_CASE("values of every kind come back as they were bound") {
    Database database = Database::in_memory();
    Statement ask = database.prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7");
    PatientId patient;
    patient.bytes[3] = 9;
    const std::optional<std::int64_t> nobody;

    auto rows = ask.query(std::int64_t{-5}, "أهلا", Bytes{1, 0, 2}, sqlite::Null{}, patient, nobody,
                          Bytes{});

    REQUIRE(rows.next());
    CHECK(rows.integer(0) == -5);
    CHECK(rows.text(1) == "أهلا");
    CHECK(rows.blob(2) == Bytes{1, 0, 2});
    CHECK(rows.is_null(3));
    CHECK(rows.array<16>(4) == patient.bytes);
    CHECK_FALSE(rows.array<15>(4).has_value());
    CHECK(rows.is_null(5));
    CHECK(rows.is_blob(6));
    CHECK_FALSE(rows.next());
}

TEST_CASE("a statement is run again and again with other values") {
    Database database = Database::in_memory();
    REQUIRE(sqlite::migrate(database, sqlite_test::migrations()));
    Statement put = database.prepare("INSERT INTO ward (name) VALUES (?1)");

    for (int bed = 0; bed < 100; ++bed) put.run("bed " + std::to_string(bed));

    CHECK(count(database) == 100);
    CHECK(database.last_row_id() == 100);
}

TEST_CASE("what a transaction did not commit is gone, and what it committed is there") {
    Database database = Database::in_memory();
    REQUIRE(sqlite::migrate(database, sqlite_test::migrations()));
    {
        sqlite::Transaction dropped(database);
        database.execute("INSERT INTO ward (name) VALUES ('a')");
    }
    CHECK(count(database) == 0);

    sqlite::Transaction kept(database);
    database.execute("INSERT INTO ward (name) VALUES ('b')");
    {
        sqlite::Savepoint refused(database);
        database.execute("INSERT INTO ward (name) VALUES ('c')");
    }
    {
        sqlite::Savepoint outer(database);
        sqlite::Savepoint inner(database);
        database.execute("INSERT INTO ward (name) VALUES ('d')");
        inner.release();
        outer.release();
    }
    kept.commit();

    CHECK(count(database) == 2);
}

TEST_CASE("migrations run once each, go on from where a database stands, and refuse the future") {
    const Folder folder;
    {
        Database database = Database::open(folder.file(), Access::create);
        REQUIRE(sqlite::migrate(database, sqlite_test::migrations().first(1)));
        CHECK(sqlite::version_of(database) == 1);
        database.execute("INSERT INTO ward (name) VALUES ('kept')");
    }
    Database database = ward_in(folder);

    CHECK(sqlite::version_of(database) == 2);
    CHECK(count(database) == 1);
    const auto older = sqlite::migrate(database, sqlite_test::migrations().first(1));
    REQUIRE_FALSE(older);
    CHECK(older.refusal().why == Why::unsupported);
}

TEST_CASE("a migration that fails leaves the database as it was") {
    Database database = Database::in_memory();
    const sqlite::Migration bad[] = {{1, "CREATE TABLE one (a) ; CREATE TABLE two (b"}};

    CHECK_THROWS_AS(static_cast<void>(sqlite::migrate(database, bad)), StorageError);

    CHECK(sqlite::version_of(database) == 0);
    CHECK_FALSE(database.in_transaction());
    CHECK_THROWS_AS(database.execute("SELECT * FROM one"), StorageError);
}

TEST_CASE("a reader beside the writer sees what was committed and can change nothing") {
    const Folder folder;
    Database writer = ward_in(folder);
    Database reader = Database::open(folder.file(), Access::read_only);
    writer.execute("INSERT INTO ward (name) VALUES ('seen')");

    CHECK(count(reader) == 1);
    CHECK_THROWS_AS(reader.execute("DELETE FROM ward"), StorageError);

    sqlite::Transaction unfinished(writer);
    writer.execute("INSERT INTO ward (name) VALUES ('not yet')");
    CHECK(count(reader) == 1);
}

TEST_CASE("a reader that is the last to close leaves the log to the writer") {
    const Folder folder;
    const std::string log = folder.file() + "-wal";
    // The writer dies without closing, so its frames stand in the log alone.
    const pid_t child = ::fork();
    if (child == 0) {
        Database writer = ward_in(folder);
        writer.execute("INSERT INTO ward (name) VALUES ('logged')");
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
    const auto before = std::filesystem::file_size(log);

    {
        Database reader = Database::open(folder.file(), Access::read_only);
        CHECK(count(reader) == 1);
    }

    CHECK(before > 0);
    CHECK(std::filesystem::file_size(log) == before);
}

TEST_CASE("the machine's faults say what they are") {
    const Folder folder;

    CHECK(cause_of([&] { Database::open(folder.file(), Access::read_write); }) == Cause::other);
    {
        Database full = ward_in(folder);
        full.execute("PRAGMA max_page_count = 8");
        CHECK(cause_of([&] {
                  full.prepare("INSERT INTO ward (name) VALUES (?1)").run(std::string(99'999, 'x'));
              }) == Cause::full);
        full.execute("INSERT INTO ward (name) VALUES ('small')");
        CHECK(count(full) == 1);
    }
    std::ofstream(folder.file(), std::ios::binary) << std::string(8192, 'z');
    CHECK(cause_of([&] {
              Database::open(folder.file(), Access::read_only).execute("SELECT * FROM ward");
          }) == Cause::corrupt);
}

TEST_CASE("a text of a stored row never stands in an error") {
    Database database = Database::in_memory();
    database.execute("CREATE TABLE named (name TEXT UNIQUE CHECK (name <> 'Amina')) STRICT");
    Statement put = database.prepare("INSERT INTO named VALUES (?1)");

    try {
        put.run("Amina");
        FAIL("the check did not hold");
    } catch (const StorageError& error) {
        CHECK(std::string(error.what()).find("Amina") == std::string::npos);
    }
}

TEST_CASE("a deleted blob is zeroed in the file, not only unlinked") {
    const Folder folder;
    const std::string secret = "a wrapped key that must be forgotten";
    {
        Database database = ward_in(folder);
        database.prepare("INSERT INTO ward (name, tag) VALUES ('k', ?1)").run(view_of(secret));
        database.execute("PRAGMA wal_checkpoint(TRUNCATE); DELETE FROM ward;");
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    std::ifstream file(folder.file(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};

    CHECK(bytes.find(secret) == std::string::npos);
}
