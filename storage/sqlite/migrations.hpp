// storage/sqlite/migrations.hpp: numbered SQL texts that bring a database from any earlier version
// to this one.
//
// They lie as `NNN_name.sql` in a folder and are compiled in by `wayside_embed_sql` (embed.cmake);
// one that was merged is never edited.
#pragma once

#include <span>
#include <string_view>

#include "storage/base/result.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::sqlite {

struct Migration {
    int number;  ///< 1, 2, 3, ... without a gap
    const char* sql;
};

/// Runs those that `user_version` says were not run yet, each in a transaction of its own with its
/// number. Refuses `unsupported` for a database of a later version than we know. Throws
/// StorageError.
Result<void> migrate(Database& database, std::span<const Migration> migrations);

/// The version that a database stands at.
int version_of(Database& database);

}  // namespace wayside::sqlite
