// node/care/json_field.hpp: reads outside JSON field by field and remembers the first fault by its
// path. Private to this folder's decoders.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.hpp"

namespace wayside::care {

/// A value of a JSON text and its path. After the first fault every further one is kept back, and
/// reads give empty values, so a decoder reads straight on and asks for the fault once.
class JsonField {
  public:
    using Json = nlohmann::json;

    JsonField(const Json& value, std::string path, std::optional<Refusal>& fault)
        : value_(value), path_(std::move(path)), fault_(fault) {}

    /// The member of this name; a fault if this is no object or lacks it.
    [[nodiscard]] JsonField at(const char* name) const;
    /// Empty where the member is missing or null.
    [[nodiscard]] std::optional<JsonField> find(const char* name) const;
    /// The elements; a fault if this is no array, or has more than `most` or fewer than `least`.
    [[nodiscard]] std::vector<JsonField> elements(std::size_t least, std::size_t most) const;
    /// Members in order of name; a fault if this is no object or has more than `most`.
    [[nodiscard]] std::vector<std::pair<std::string, JsonField>> members(std::size_t most) const;

    /// A text of 1 to `most` bytes without control characters.
    [[nodiscard]] std::string text(std::size_t most) const;
    /// A whole number from `least` to `most`.
    [[nodiscard]] std::int32_t integer(std::int32_t least, std::int32_t most) const;
    [[nodiscard]] bool boolean() const;

    [[nodiscard]] bool is_text() const { return value_.is_string(); }
    [[nodiscard]] const Json& json() const { return value_; }
    [[nodiscard]] bool has_failed() const { return fault_.has_value(); }

    void fail(const std::string& detail, const char* rule = "") const;
    void fail_too_large(const std::string& detail) const;

  private:
    const Json& value_;
    std::string path_;
    std::optional<Refusal>& fault_;  // the decoder's; outlives every field
};

}  // namespace wayside::care
