#include "cli/replay/line.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

#include "node/care/civil.hpp"
#include "storage/crypto/hash.hpp"

namespace wayside::replay {

namespace {

using nlohmann::json;

constexpr std::size_t longest_device = 64;
constexpr std::size_t longest_id = 200;

/// Every action of a clinic-day file, and what it acts on.
constexpr std::array<std::pair<std::string_view, Target>, 13> actions{{
    {"book", Target::new_visit},
    {"walk-in", Target::new_visit},
    {"reschedule", Target::visit},
    {"cancel", Target::visit},
    {"no-show", Target::visit},
    {"check-in", Target::visit},
    {"triage", Target::visit},
    {"call", Target::visit},
    {"start", Target::visit},
    {"finish", Target::visit},
    {"leave", Target::visit},
    {"note", Target::visit},
    {"practitioner", Target::practitioner},
}};

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

Refusal missing(const char* field) {
    return {Why::malformed, std::string("'") + field + "' is missing, empty or no text", "", field};
}

/// The text of a field that every such line has; empty where it is not one.
std::string text_in(const json& line, const char* field) {
    const auto found = line.find(field);
    const auto* text = found == line.end() ? nullptr : found->get_ptr<const std::string*>();
    return text == nullptr || text->size() > longest_id ? std::string() : *text;
}

Result<Line> decode_common(const json& given) {
    Line line;
    line.at = text_in(given, "at");
    const auto instant = care::parse_instant(line.at);
    if (!instant) return Refusal{Why::malformed, "'at': " + instant.refusal().detail, "", "at"};
    line.instant = *instant;
    line.device = text_in(given, "device");
    // It travels in a header field, where another character could mean something else.
    if (line.device.empty() || line.device.size() > longest_device ||
        !std::all_of(line.device.begin(), line.device.end(), is_unreserved)) {
        return missing("device");
    }
    line.action = text_in(given, "action");
    const auto action = std::find_if(actions.begin(), actions.end(),
                                     [&](const auto& each) { return each.first == line.action; });
    if (action == actions.end()) {
        return Refusal{Why::malformed, "there is no action '" + line.action + "'", "", "action"};
    }
    line.target = action->second;
    return line;
}

}  // namespace

std::string percent_encoded(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_unreserved(c)) {
            out += c;
        } else {
            out += {'%', digits[byte >> 4U], digits[byte & 15U]};
        }
    }
    return out;
}

std::string Line::path(std::string_view subject_of_visit) const {
    switch (target) {
        case Target::new_visit:
            return action == "book" ? "/api/bookings" : "/api/walk-ins";
        case Target::visit:
            return "/api/visits/" + percent_encoded(subject_of_visit) + "/" + action;
        case Target::practitioner:
            return "/api/practitioners/" + percent_encoded(subject) + "/state";
    }
    return {};
}

std::string Line::local_date() const {
    const std::string start = text_in(body, "start");
    return (start.empty() ? at : start).substr(0, std::string_view("2026-03-02").size());
}

std::string key_of(std::string_view name, std::size_t number, std::string_view text) {
    ByteWriter writer;
    writer.text(name);
    writer.u64(number);
    writer.text(text);
    return hex_of(crypto::hash<32>("wayside replay", {}, {writer.bytes()}));
}

Result<Line> decode_line(std::string_view name, std::size_t number, std::string_view text) {
    json given = json::parse(text, nullptr, false);
    if (!given.is_object()) return Refusal{Why::malformed, "it is no object of JSON"};
    auto line = decode_common(given);
    if (!line) return line;
    line->number = number;
    line->key = key_of(name, number, text);
    if (line->target == Target::practitioner) {
        line->subject = text_in(given, "practitioner");
        if (line->subject.empty()) return missing("practitioner");
        given.erase("practitioner");
    } else {
        line->appointment = text_in(given, "appointment");
        if (line->appointment.empty()) return missing("appointment");
        if (line->target == Target::new_visit) given["identifier"] = line->appointment;
    }
    for (const char* field : {"at", "device", "action", "appointment"}) given.erase(field);
    line->body = std::move(given);
    return line;
}

Result<Script> read_script(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    if (!in) return Refusal{Why::not_found, "cannot read " + file.string()};
    Script script{file.filename().string(), {}};
    std::string_view rest = all;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        std::string_view text = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), text.size() + 1));
        if (text.ends_with('\r')) text.remove_suffix(1);
        if (text.find_first_not_of(" \t") == std::string_view::npos) continue;
        auto line = decode_line(script.name, number, text);
        if (!line) {
            Refusal refusal = line.refusal();
            refusal.detail =
                file.string() + ", line " + std::to_string(number) + ": " + refusal.detail;
            return refusal;
        }
        script.lines.push_back(std::move(*line));
    }
    return script;
}

}  // namespace wayside::replay
