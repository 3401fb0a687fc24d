// storage/sqlite/statement.hpp: one prepared statement, its values in, its rows out.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "storage/base/bytes.hpp"
#include "storage/sqlite/storage_error.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace wayside::sqlite {

/// Binds NULL.
struct Null {};

/// The rows of one run of a statement. Goes back to the start when it is destroyed, which ends the
/// read transaction that it held; at most one lives for a statement. Columns count from 0 and are
/// copied out; a NULL reads as 0 or as empty.
class Rows {
  public:
    Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)) {}
    Rows& operator=(Rows&&) = delete;
    ~Rows();

    /// True on a row, false after the last. Throws StorageError.
    bool next();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] Bytes blob(int column) const;
    /// The blob where it has exactly N bytes; empty for any other length, NULL, or another type.
    template <std::size_t N>
    [[nodiscard]] std::optional<std::array<std::uint8_t, N>> array(int column) const {
        std::array<std::uint8_t, N> out{};
        if (!copy_exactly(column, out)) return std::nullopt;
        return out;
    }
    [[nodiscard]] bool is_null(int column) const;
    [[nodiscard]] bool is_blob(int column) const;
    [[nodiscard]] int columns() const;

  private:
    friend class Statement;
    explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
    bool copy_exactly(int column, std::span<std::uint8_t> out) const;

    sqlite3_stmt* statement_;  ///< borrowed from the Statement; null once moved from
};

/// Prepared once, run often. Owned by whoever owns its Database, and used in the same thread.
/// Values are bound to ?1, ?2, ... in order and copied: integers, bool, enums, std::optional of
/// those, texts, bytes, arrays of bytes, ids (anything with `.bytes`), Null.
class Statement {
  public:
    /// Runs it to its end and forgets the rows. Throws StorageError.
    template <class... Values>
    void run(const Values&... values) {
        begin(sizeof...(values));
        int index = 0;
        (bind(++index, values), ...);
        finish();
    }

    /// Begins it anew; the rows come one by one from the answer.
    template <class... Values>
    [[nodiscard]] Rows query(const Values&... values) {
        begin(sizeof...(values));
        int index = 0;
        (bind(++index, values), ...);
        return Rows(handle_.get());
    }

  private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    Statement(sqlite3* database, std::string_view sql);

    void begin(std::size_t values);
    void finish();

    void bind_integer(int index, std::int64_t value);
    void bind_text(int index, std::string_view value);
    void bind_blob(int index, ByteView value);
    void bind_null(int index);

    template <class T>
    void bind(int index, const T& value) {
        if constexpr (std::is_same_v<T, Null>) {
            bind_null(index);
        } else if constexpr (std::is_enum_v<T> || std::is_integral_v<T>) {
            bind_integer(index, static_cast<std::int64_t>(value));
        } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
            bind_text(index, value);
        } else if constexpr (std::is_convertible_v<const T&, ByteView>) {
            bind_blob(index, value);
        } else {
            bind_blob(index, value.bytes);
        }
    }
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        if (value) {
            bind(index, *value);
        } else {
            bind_null(index);
        }
    }

    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace wayside::sqlite
