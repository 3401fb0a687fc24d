#include "storage/sqlite/migrations.hpp"

namespace wayside::sqlite {

int version_of(Database& database) {
    Statement ask = database.prepare("PRAGMA user_version");
    Rows rows = ask.query();
    return rows.next() ? static_cast<int>(rows.integer(0)) : 0;
}

Result<void> migrate(Database& database, std::span<const Migration> migrations) {
    const int stands_at = version_of(database);
    if (stands_at < 0 || stands_at > static_cast<int>(migrations.size())) {
        return Refusal{Why::unsupported, "the database was written by a later version of Wayside"};
    }
    int expected = 0;
    for (const Migration& migration : migrations) {
        require(migration.number == ++expected, "migrations are numbered without a gap");
        if (migration.number <= stands_at) continue;
        Transaction transaction(database);
        database.execute(migration.sql);
        // A pragma takes no bound value; the number is ours.
        const std::string stamp = "PRAGMA user_version = " + std::to_string(migration.number);
        database.execute(stamp.c_str());
        transaction.commit();
    }
    return {};
}

}  // namespace wayside::sqlite
