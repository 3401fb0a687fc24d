#include "storage/sqlite/statement.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "storage/sqlite/failure.hpp"

namespace wayside::sqlite {

namespace {

/// The first words of a statement: enough to find it, and never a value, because values are bound.
std::string named(const char* sql) {
    const std::string_view text = sql == nullptr ? "" : sql;
    return std::string(text.substr(0, 80));
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    handle_.reset(raw);
    check(database, code, "prepare " + std::string(sql.substr(0, 80)));
    require(raw != nullptr, "a statement is not empty");
}

void Statement::begin(std::size_t values) {
    require(sqlite3_stmt_busy(handle_.get()) == 0, "a statement has one reader at a time");
    require(static_cast<std::size_t>(sqlite3_bind_parameter_count(handle_.get())) == values,
            "a statement gets as many values as it names");
}

void Statement::finish() {
    int code = sqlite3_step(handle_.get());
    while (code == SQLITE_ROW) code = sqlite3_step(handle_.get());
    sqlite3* database = sqlite3_db_handle(handle_.get());
    if (code == SQLITE_DONE) {
        sqlite3_reset(handle_.get());
        return;
    }
    const std::string tried = named(sqlite3_sql(handle_.get()));
    code = sqlite3_reset(handle_.get());
    check(database, code, tried);
}

void Statement::bind_integer(int index, std::int64_t value) {
    check(nullptr, sqlite3_bind_int64(handle_.get(), index, value), "bind an integer");
}

void Statement::bind_text(int index, std::string_view value) {
    check(nullptr,
          sqlite3_bind_text64(handle_.get(), index, value.empty() ? "" : value.data(), value.size(),
                              SQLITE_TRANSIENT, SQLITE_UTF8),
          "bind a text");
}

void Statement::bind_blob(int index, ByteView value) {
    // A null pointer would bind NULL; nothing stored is still something.
    const void* from = value.empty() ? static_cast<const void*>("") : value.data();
    check(nullptr, sqlite3_bind_blob64(handle_.get(), index, from, value.size(), SQLITE_TRANSIENT),
          "bind bytes");
}

void Statement::bind_null(int index) {
    check(nullptr, sqlite3_bind_null(handle_.get(), index), "bind null");
}

Rows::~Rows() {
    sqlite3_reset(statement_);
}

bool Rows::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        check(sqlite3_db_handle(statement_), code, named(sqlite3_sql(statement_)));
    }
    return false;
}

std::int64_t Rows::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string Rows::text(int column) const {
    // The pointer first: asking for the length first may convert and move the text.
    const auto* at = sqlite3_column_text(statement_, column);
    if (at == nullptr) return {};
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return {reinterpret_cast<const char*>(at), length};
}

Bytes Rows::blob(int column) const {
    const auto* at = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    if (at == nullptr) return {};
    return {at, at + sqlite3_column_bytes(statement_, column)};
}

bool Rows::copy_exactly(int column, std::span<std::uint8_t> out) const {
    if (!is_blob(column)) return false;
    const auto* at = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    if (at == nullptr || length != out.size()) return false;
    std::copy(at, at + length, out.begin());
    return true;
}

bool Rows::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

bool Rows::is_blob(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_BLOB;
}

int Rows::columns() const {
    return sqlite3_column_count(statement_);
}

}  // namespace wayside::sqlite
