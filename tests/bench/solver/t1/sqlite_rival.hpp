// tests/bench/solver/t1/sqlite_rival.hpp: the same question as one SQL statement over a table of
// free spans, in SQLite in memory, as a booking system on a database asks it.
#pragma once

#include <cstdint>
#include <optional>

#include "storage/sqlite/database.hpp"
#include "tests/bench/solver/t1/world.hpp"

namespace wayside::bench::t1 {

class SqliteRival {
  public:
    explicit SqliteRival(const RawWorld& world);

    [[nodiscard]] std::optional<std::int32_t> earliest_start(const RawQuery& query);

  private:
    sqlite::Database model_;
    std::int32_t longest_ = 0;  // of the free spans, in minutes
};

}  // namespace wayside::bench::t1
