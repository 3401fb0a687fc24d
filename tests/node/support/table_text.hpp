// tests/node/support/table_text.hpp: the rows of a table as one text, to compare two replicas by.
#pragma once

#include <string>

#include "storage/sqlite/database.hpp"

namespace wayside::testing {

/// Every column of every row, in the order of `sql`.
inline std::string rows_of(sqlite::Database& model, const std::string& sql) {
    auto statement = model.prepare(sql);
    auto rows = statement.query();
    std::string out;
    while (rows.next()) {
        for (int column = 0; column < rows.columns(); ++column) {
            if (column > 0) out += " | ";
            if (rows.is_null(column)) {
                out += "-";
            } else if (rows.is_blob(column)) {
                out += hex_of(rows.blob(column));
            } else {
                out += rows.text(column);
            }
        }
        out += "\n";
    }
    return out;
}

}  // namespace wayside::testing
