#include "storage/document/change_columns.hpp"

#include <vector>

namespace wayside::document {
namespace {

constexpr std::uint64_t longest_string = 256;
constexpr std::uint64_t most_columns = 64;
constexpr std::uint64_t deflate_bit = 8;
constexpr std::uint64_t action_column = 0x42;

/// The low three bits of a column's specification.
enum class ColumnType : std::uint8_t {
    group = 0,
    actor = 1,
    integer = 2,
    delta = 3,
    boolean = 4,
    string = 5,
    value_metadata = 6,
    value = 7,
};

struct Column {
    std::uint64_t specification = 0;
    std::uint64_t size = 0;
    [[nodiscard]] ColumnType type() const { return static_cast<ColumnType>(specification & 7U); }
};

void skip_value(LebReader& column, ColumnType type) {
    switch (type) {
        case ColumnType::group:
        case ColumnType::actor:
        case ColumnType::integer:
        case ColumnType::value_metadata:
            column.unsigned_number();
            return;
        case ColumnType::delta:
            column.signed_number();
            return;
        case ColumnType::string: {
            const std::uint64_t size = column.unsigned_number();
            if (size > longest_string) column.fail();
            column.raw(size);
            return;
        }
        case ColumnType::boolean:
        case ColumnType::value:
            return;
    }
}

/// A run: count > 0 and one value, count < 0 and as many values, or 0 and a number of nulls.
std::uint64_t read_run(LebReader& column, ColumnType type, std::uint64_t room) {
    const std::int64_t count = column.signed_number();
    if (count == 0) return column.unsigned_number();
    if (count > 0) {
        skip_value(column, type);
        return static_cast<std::uint64_t>(count);
    }
    const std::uint64_t literals = ~static_cast<std::uint64_t>(count) + 1;
    if (literals > room) return literals;
    for (std::uint64_t i = 0; i < literals && !column.failed(); ++i) skip_value(column, type);
    return literals;
}

/// The rows of a column, or more than `most_rows`.
std::uint64_t count_rows(LebReader& column, ColumnType type, std::uint64_t most_rows) {
    std::uint64_t rows = 0;
    while (!column.empty() && !column.failed()) {
        const std::uint64_t run = type == ColumnType::boolean
                                      ? column.unsigned_number()
                                      : read_run(column, type, most_rows - rows);
        if (run > most_rows - rows) return most_rows + 1;
        rows += run;
    }
    return rows;
}

std::vector<Column> read_table(LebReader& body) {
    std::vector<Column> out;
    const std::uint64_t count = body.unsigned_number();
    if (count > most_columns) body.fail();
    for (std::uint64_t i = 0; i < count && !body.failed(); ++i) {
        Column column;
        column.specification = body.unsigned_number();
        column.size = body.unsigned_number();
        const bool ordered = out.empty() || out.back().specification < column.specification;
        if (!ordered || (column.specification & deflate_bit) != 0) body.fail();
        out.push_back(column);
    }
    return out;
}

}  // namespace

std::uint64_t LebReader::unsigned_number() {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const std::uint8_t byte = bytes_.u8();
        if (shift == 63 && byte > 1) break;
        out |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) == 0) return bytes_.failed() ? 0 : out;
    }
    bytes_.fail();
    return 0;
}

std::int64_t LebReader::signed_number() {
    std::uint64_t out = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const std::uint8_t byte = bytes_.u8();
        // The tenth byte holds the sign alone.
        if (shift == 63 && byte != 0 && byte != 0x7f) break;
        out |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) != 0) continue;
        if (shift < 57 && (byte & 0x40U) != 0) out |= ~std::uint64_t{0} << (shift + 7);
        return bytes_.failed() ? 0 : static_cast<std::int64_t>(out);
    }
    bytes_.fail();
    return 0;
}

Result<std::uint64_t> count_operations(ByteView body, std::uint64_t most_rows) {
    LebReader reader{body};
    const std::vector<Column> table = read_table(reader);
    std::uint64_t operations = 0;
    for (const Column& column : table) {
        LebReader cells{reader.raw(column.size)};
        if (column.type() == ColumnType::value) continue;
        const std::uint64_t rows = count_rows(cells, column.type(), most_rows);
        if (cells.failed() || rows > most_rows) {
            return Refusal{Why::malformed, "a column of a change is cut or claims too much"};
        }
        if (column.specification == action_column) operations = rows;
    }
    if (reader.failed()) return Refusal{Why::malformed, "a change has no table of columns"};
    return operations;
}

}  // namespace wayside::document
