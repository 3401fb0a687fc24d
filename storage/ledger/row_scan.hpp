// storage/ledger/row_scan.hpp: the rows of a table in the order of their number, past pages that
// cannot be read.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.hpp"

namespace wayside::ledger {

/// Rows whose numbers lie between these two, both excluded, could not be read.
struct Unreadable {
    std::int64_t after = 0;
    std::int64_t before = 0;
};

/// One pass over a table. Numbers only grow, so it ends whatever the pages say.
class RowScan {
  public:
    /// `sql` selects the number first, takes rows with a number greater than ?1, and orders by it.
    RowScan(sqlite::Database& database, std::string_view sql, std::int64_t after);

    /// The next row that can be read, borrowed until the next call; nullptr after the last. Throws
    /// StorageError only where waiting may help (`busy`).
    const sqlite::Rows* next();

    [[nodiscard]] const std::vector<Unreadable>& unreadable() const { return unreadable_; }

  private:
    enum class Step { row, end, damaged };
    Step step();
    Step probe(std::int64_t after);
    bool skip();

    sqlite::Database& database_;
    std::string sql_;
    std::optional<sqlite::Statement> statement_;
    std::optional<sqlite::Rows> rows_;
    std::int64_t last_;
    bool begun_ = false;
    std::vector<Unreadable> unreadable_;
};

}  // namespace wayside::ledger
