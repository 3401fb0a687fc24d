// storage/document/change_columns.hpp: the columns of a change, read far enough to bound them.
#pragma once

#include <cstdint>

#include "storage/base/bytes.hpp"

namespace wayside::document {

/// Reads Automerge's LEB128 numbers from a borrowed buffer; the first that is cut or does not fit
/// fails it for good.
class LebReader {
  public:
    explicit LebReader(ByteView bytes) : bytes_(bytes) {}

    std::uint64_t unsigned_number();
    std::int64_t signed_number();
    ByteView raw(std::uint64_t count) {
        if (count > bytes_.left()) bytes_.fail();
        return bytes_.failed() ? ByteView{} : bytes_.raw(static_cast<std::size_t>(count));
    }
    void fail() { bytes_.fail(); }
    [[nodiscard]] bool failed() const { return bytes_.failed(); }
    [[nodiscard]] bool empty() const { return bytes_.left() == 0; }
    [[nodiscard]] ByteView rest() const { return bytes_.rest(); }

  private:
    ByteReader bytes_;
};

/// The rows of the action column, which is the number of operations.
///
/// Refuses `malformed` if the columns are not in order, deflated, cut, or hold more than
/// `most_rows` rows each; or if a string in them is longer than a key may be (256 bytes).
Result<std::uint64_t> count_operations(ByteView body, std::uint64_t most_rows);

}  // namespace wayside::document
