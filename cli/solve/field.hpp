// cli/solve/field.hpp: reads a JSON file field by field and remembers the first fault by file and
// line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/solve/located_json.hpp"
#include "storage/base/result.hpp"

namespace wayside::cli::solve {

/// A value of a file. After the first fault every further one is kept back, and reads give empty
/// values, so a reader reads straight on and asks for the fault once.
class Field {
  public:
    /// `fault` is the reader's and outlives every field, as `json` does.
    Field(const LocatedJson& json, std::optional<Refusal>& fault)
        : Field(&json.value, json.file, fault) {}

    /// The member of this name; a fault if this is no object or lacks it.
    [[nodiscard]] Field at(std::string_view name) const;
    /// Empty where the member is missing or null.
    [[nodiscard]] std::optional<Field> find(std::string_view name) const;
    /// The elements; a fault if this is no list, or has more than `most` or fewer than `least`.
    [[nodiscard]] std::vector<Field> elements(std::size_t least, std::size_t most) const;

    /// A text of 1 to `most` bytes without control characters.
    [[nodiscard]] std::string text(std::size_t most = 200) const;
    /// A whole number from `least` to `most`.
    [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
    /// A number from `least` to `most`, whole or not.
    [[nodiscard]] double real(double least, double most) const;
    [[nodiscard]] bool boolean() const;

    [[nodiscard]] const JsonValue& value() const { return *value_; }
    [[nodiscard]] bool has_failed() const { return fault_->has_value(); }
    [[nodiscard]] int line() const { return value_->line; }

    /// The first fault counts: "FILE:LINE: WHAT".
    void fail(const std::string& what, Why why = Why::malformed) const;

  private:
    Field(const JsonValue* value, const std::string& file, std::optional<Refusal>& fault)
        : value_(value), file_(&file), fault_(&fault) {}
    [[nodiscard]] Field with(const JsonValue& value) const { return {&value, *file_, *fault_}; }

    const JsonValue* value_;
    const std::string* file_;
    std::optional<Refusal>* fault_;
};

}  // namespace wayside::cli::solve
