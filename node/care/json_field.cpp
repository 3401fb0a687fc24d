#include "node/care/json_field.hpp"

#include <algorithm>

namespace wayside::care {

namespace {

const JsonField::Json nothing;

}  // namespace

JsonField JsonField::at(const char* name) const {
    if (const auto found = find(name)) return *found;
    JsonField missing{nothing, path_.empty() ? name : path_ + "." + name, fault_};
    missing.fail(value_.is_object() ? "this field is missing" : "an object is expected around it");
    return missing;
}

std::optional<JsonField> JsonField::find(const char* name) const {
    if (!value_.is_object()) return std::nullopt;
    const auto found = value_.find(name);
    if (found == value_.end() || found->is_null()) return std::nullopt;
    return JsonField{*found, path_.empty() ? name : path_ + "." + name, fault_};
}

std::vector<JsonField> JsonField::elements(std::size_t least, std::size_t most) const {
    if (!value_.is_array()) return fail("a list is expected"), std::vector<JsonField>{};
    if (value_.size() < least) return fail("this list is too short"), std::vector<JsonField>{};
    if (value_.size() > most) {
        return fail_too_large("more than " + std::to_string(most) + " elements"),
               std::vector<JsonField>{};
    }
    std::vector<JsonField> out;
    for (std::size_t i = 0; i < value_.size(); ++i) {
        out.emplace_back(value_[i], path_ + "[" + std::to_string(i) + "]", fault_);
    }
    return out;
}

std::vector<std::pair<std::string, JsonField>> JsonField::members(std::size_t most) const {
    std::vector<std::pair<std::string, JsonField>> out;
    if (!value_.is_object()) return fail("an object is expected"), out;
    if (value_.size() > most) {
        return fail_too_large("more than " + std::to_string(most) + " members"), out;
    }
    for (const auto& [name, value] : value_.items()) {
        out.emplace_back(name, JsonField{value, path_ + "." + name, fault_});
    }
    return out;
}

std::string JsonField::text(std::size_t most) const {
    if (!value_.is_string()) return fail("a text is expected"), std::string{};
    const auto& text = value_.get_ref<const std::string&>();
    if (text.size() > most) {
        return fail_too_large("a text of at most " + std::to_string(most) + " bytes is expected"),
               std::string{};
    }
    const bool is_plain = std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
    if (text.empty() || !is_plain) {
        return fail("a text is expected, not empty and without control characters"), std::string{};
    }
    return text;
}

std::int32_t JsonField::integer(std::int32_t least, std::int32_t most) const {
    const std::string expected = "a whole number from " + std::to_string(least) + " to " +
                                 std::to_string(most) + " is expected";
    if (!value_.is_number_integer()) return fail(expected), least;
    // A number beyond the signed range reads as a negative one, or a huge one; both are outside.
    const auto number = value_.is_number_unsigned() && value_.get<std::uint64_t>() > INT64_MAX
                            ? INT64_MAX
                            : value_.get<std::int64_t>();
    if (number < least || number > most) return fail(expected), least;
    return static_cast<std::int32_t>(number);
}

bool JsonField::boolean() const {
    if (!value_.is_boolean()) return fail("true or false is expected"), false;
    return value_.get<bool>();
}

void JsonField::fail(const std::string& detail, const char* rule) const {
    if (!fault_) fault_ = Refusal{Why::invalid, path_ + ": " + detail, rule, path_};
}

void JsonField::fail_too_large(const std::string& detail) const {
    if (!fault_) fault_ = Refusal{Why::too_large, path_ + ": " + detail, "", path_};
}

}  // namespace wayside::care
