// storage/sqlite/failure.hpp: SQLite's result codes as StorageError; for this folder only.
#pragma once

#include <sqlite3.h>

#include <string_view>

#include "storage/sqlite/storage_error.hpp"

namespace wayside::sqlite {

/// Throws for anything but OK, ROW and DONE. `tried` says what we were doing, without any value.
void check(sqlite3* database, int code, std::string_view tried);

}  // namespace wayside::sqlite
