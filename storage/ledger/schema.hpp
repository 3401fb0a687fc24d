// storage/ledger/schema.hpp: the files of a data folder and the migrations of its database.
#pragma once

#include <filesystem>
#include <span>

#include "storage/sqlite/migrations.hpp"

namespace wayside::ledger {

inline constexpr const char* database_name = "ledger.db";
inline constexpr const char* marker_name = "marker";

/// The texts of migrations/, compiled in.
std::span<const sqlite::Migration> migrations();

}  // namespace wayside::ledger
