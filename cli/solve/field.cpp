#include "cli/solve/field.hpp"

#include <algorithm>

namespace wayside::cli::solve {

namespace {

/// What a read of a faulty file goes on with.
const JsonValue& nothing() {
    static const JsonValue value;
    return value;
}

}  // namespace

Field Field::at(std::string_view name) const {
    if (value_->kind != JsonValue::Kind::object) {
        fail("an object with '" + std::string(name) + "' is wanted");
        return with(nothing());
    }
    const JsonValue* member = value_->member(name);
    if (member == nullptr) {
        fail("'" + std::string(name) + "' is missing");
        return with(nothing());
    }
    return with(*member);
}

std::optional<Field> Field::find(std::string_view name) const {
    const JsonValue* member = value_->member(name);
    if (member == nullptr || member->kind == JsonValue::Kind::null) return std::nullopt;
    return with(*member);
}

std::vector<Field> Field::elements(std::size_t least, std::size_t most) const {
    std::vector<Field> fields;
    if (value_->kind != JsonValue::Kind::list) {
        fail("a list is wanted");
        return fields;
    }
    if (value_->list.size() < least || value_->list.size() > most) {
        fail("a list of " + std::to_string(least) + " to " + std::to_string(most) +
             " is wanted, not of " + std::to_string(value_->list.size()));
        return fields;
    }
    fields.reserve(value_->list.size());
    for (const JsonValue& value : value_->list) fields.push_back(with(value));
    return fields;
}

std::string Field::text(std::size_t most) const {
    const std::string& text = value_->text;
    const bool is_plain = std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20U || c == 0x7F;
    });
    if (value_->kind != JsonValue::Kind::text || text.empty() || text.size() > most || !is_plain) {
        fail("a text of 1 to " + std::to_string(most) + " bytes is wanted");
        return "";
    }
    return text;
}

std::int64_t Field::integer(std::int64_t least, std::int64_t most) const {
    if (value_->kind != JsonValue::Kind::integer || value_->integer < least ||
        value_->integer > most) {
        fail("a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
             " is wanted");
        return least;
    }
    return value_->integer;
}

double Field::real(double least, double most) const {
    const bool is_number =
        value_->kind == JsonValue::Kind::integer || value_->kind == JsonValue::Kind::real;
    if (!is_number || !(value_->real >= least && value_->real <= most)) {
        fail("a number from " + std::to_string(least) + " to " + std::to_string(most) +
             " is wanted");
        return least;
    }
    return value_->real;
}

bool Field::boolean() const {
    if (value_->kind != JsonValue::Kind::boolean) fail("true or false is wanted");
    return value_->integer != 0;
}

void Field::fail(const std::string& what, Why why) const {
    if (fault_->has_value()) return;
    fault_->emplace(Refusal{why, *file_ + ":" + std::to_string(value_->line) + ": " + what});
}

}  // namespace wayside::cli::solve
