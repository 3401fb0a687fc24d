#include "node/day/body.hpp"

#include <algorithm>

#include "node/care/civil.hpp"

namespace wayside::day {

namespace {

bool has_controls(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == 0x7F || (byte < 0x20 && c != '\n' && c != '\t');
    });
}

/// A year, a month or a day, as much as is known.
bool is_birth_date(const std::string& text) {
    static constexpr std::string_view first = "0001-01-01";
    if (text.size() != 4 && text.size() != 7 && text.size() != first.size()) return false;
    return care::LocalDate::parse(text + std::string(first.substr(text.size()))).has_value();
}

}  // namespace

Body::Body(const desk::Json& json) : json_(json) {
    if (!json.is_object()) fault_ = Refusal{Why::invalid, "the body is an object of fields"};
}

const desk::Json* Body::find(const char* field) const {
    if (!json_.is_object()) return nullptr;
    const auto found = json_.find(field);
    return found == json_.end() || found->is_null() ? nullptr : &*found;
}

void Body::fail(const char* field, const std::string& detail) {
    if (!fault_) fault_ = Refusal{Why::invalid, detail, "", path_ + field};
}

std::string Body::text(const char* field, std::size_t most_bytes) {
    const desk::Json* found = find(field);
    if (found == nullptr) return {};
    const auto* text = found->get_ptr<const std::string*>();
    if (text == nullptr) {
        fail(field, "this field is a text");
    } else if (text->size() > most_bytes) {
        fail(field, "this text has at most " + std::to_string(most_bytes) + " bytes");
    } else if (has_controls(*text) || !is_utf8(view_of(*text))) {
        fail(field, "this text holds characters that no screen can show");
    } else {
        return *text;
    }
    return {};
}

std::string Body::needed_text(const char* field, std::size_t most_bytes) {
    std::string out = text(field, most_bytes);
    if (out.empty()) fail(field, "this field is missing");
    return out;
}

std::string Body::birth_date() {
    std::string out = text("birth_date", max_id_bytes);
    if (!out.empty() && !is_birth_date(out)) {
        fail("birth_date", "a birth date is a year, a month or a day: 1966-05-02");
    }
    return out;
}

std::optional<std::int64_t> Body::whole(const char* field, std::int64_t least, std::int64_t most) {
    const desk::Json* found = find(field);
    if (found == nullptr) return std::nullopt;
    const bool is_signed = found->is_number_integer();
    // A number above the signed range would wrap; it is out of any range here.
    const bool fits = is_signed && (!found->is_number_unsigned() ||
                                    found->get<std::uint64_t>() <= std::uint64_t{INT64_MAX});
    if (!fits || found->get<std::int64_t>() < least || found->get<std::int64_t>() > most) {
        fail(field, "this field is a whole number from " + std::to_string(least) + " to " +
                        std::to_string(most));
        return std::nullopt;
    }
    return found->get<std::int64_t>();
}

std::optional<patients::GivenPatient> Body::patient() {
    const desk::Json* found = find("patient");
    if (found == nullptr) return std::nullopt;
    if (!found->is_object()) {
        fail("patient", "a patient is an object of fields");
        return std::nullopt;
    }
    Body inner(*found);
    inner.path_ = "patient.";
    patients::GivenPatient out;
    out.id = inner.text("id", max_id_bytes);
    for (const auto& field : patients::person_fields) {
        out.person.*field.text = inner.text(field.name, max_name_bytes);
    }
    (void)inner.birth_date();
    if (!fault_) fault_ = inner.fault_;
    return out;
}

}  // namespace wayside::day
