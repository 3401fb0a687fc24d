#include "node/desk/kept_answer.hpp"

#include "storage/zip/zip.hpp"

namespace wayside::desk {

namespace {

/// Hardly larger than with the highest level, and made in some 20 us.
constexpr int level = 1;
constexpr std::size_t longest_text = 1 << 20;
constexpr std::uint8_t version = 1;
/// How every body began before they had a version: with the text itself.
constexpr std::uint8_t plain = '{';

Json json_of(const Answer& answer) {
    if (const auto* done = std::get_if<Done>(&answer)) {
        return {{"created", done->created}, {"body", done->body}};
    }
    const auto& refused = std::get<Refused>(answer);
    return {{"detail", refused.refusal.detail},
            {"rule", refused.refusal.rule},
            {"field", refused.refusal.field},
            {"alternatives", refused.alternatives}};
}

std::string text_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

/// Null or discarded for what is not the bytes of an answer.
Json json_in(ByteView packed, std::string_view sample) {
    if (packed.empty()) return {};
    if (packed.front() == plain) return Json::parse(text_of(packed), nullptr, false);
    if (packed.front() != version) return {};
    const auto text = zip::decompress(packed.subspan(1), longest_text, view_of(sample));
    return text ? Json::parse(text_of(*text), nullptr, false) : Json();
}

Json part_of(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() ? *found : Json();
}

}  // namespace

Kept kind_of(const Answer& answer) {
    return std::holds_alternative<Done>(answer) ? Kept::done : Kept::refused;
}

Bytes pack_answer(const Answer& answer, std::string_view sample) {
    const std::string text = json_of(answer).dump(-1, ' ', false, Json::error_handler_t::replace);
    Bytes out{version};
    const Bytes frame = zip::compress(view_of(text), level, view_of(sample));
    out.insert(out.end(), frame.begin(), frame.end());
    return out;
}

/// Only rules' refusals are kept, so `conflict` needs no field of its own.
std::optional<Answer> open_answer(ByteView packed, Kept kind, std::string_view sample) {
    const Json json = json_in(packed, sample);
    if (!json.is_object()) return std::nullopt;
    if (kind == Kept::done) {
        return Done{part_of(json, "created") == true, true, part_of(json, "body")};
    }
    return Refused{Refusal{Why::conflict, text_in(json, "detail"), text_in(json, "rule"),
                           text_in(json, "field")},
                   part_of(json, "alternatives"), true};
}

}  // namespace wayside::desk
