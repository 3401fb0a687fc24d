#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "node/care/json_field.hpp"
#include "node/care/setup.hpp"

namespace wayside::care {

namespace {

constexpr std::size_t most_json_bytes = 1'000'000;
constexpr std::size_t most_id_bytes = 64;
constexpr std::size_t most_name_bytes = 200;
constexpr std::size_t most_resources = 500;
constexpr std::size_t most_services = 300;
constexpr std::size_t most_per_owner = 64;  // shifts, roles, needs, languages, spans of a day
constexpr std::int32_t minutes_of_day = 24 * 60;

/// "08:00" as minutes; `24:00` only where a span ends.
std::int32_t wall_minutes(const JsonField& field, bool is_end) {
    const std::string text = field.text(5);
    if (field.has_failed()) return 0;
    if (is_end && text == "24:00") return minutes_of_day;
    const auto time = LocalTime::parse(text);
    if (!time) return field.fail(time.refusal().detail), 0;
    return time->minutes;
}

/// An end that is not after its beginning lies on the next day.
WallSpan wall_span(const JsonField& from_field, const JsonField& to_field) {
    WallSpan out{wall_minutes(from_field, false), wall_minutes(to_field, true)};
    if (out.to <= out.from) out.to += minutes_of_day;
    return out;
}

WallSpan wall_span_of_pair(const JsonField& pair) {
    const auto ends = pair.elements(2, 2);
    if (ends.size() != 2) return {};
    return wall_span(ends[0], ends[1]);
}

/// One pair of times, or a list of pairs.
std::vector<WallSpan> wall_spans(const JsonField& field) {
    const auto& json = field.json();
    if (json.is_array() && !json.empty() && json[0].is_string()) {
        return {wall_span_of_pair(field)};
    }
    std::vector<WallSpan> out;
    for (const JsonField& pair : field.elements(0, most_per_owner)) {
        out.push_back(wall_span_of_pair(pair));
    }
    return out;
}

WeekHours week_hours(const JsonField& field) {
    WeekHours out;
    for (const auto& [name, spans] : field.members(most_per_owner)) {
        const auto day = find_weekday(name);
        if (!day) {
            spans.fail("days are named mon, tue, wed, thu, fri, sat and sun");
            continue;
        }
        out[static_cast<std::size_t>(*day)] = wall_spans(spans);
    }
    return out;
}

/// Breaks in the shift's own minutes, in order; one that does not meet the shift is left out.
std::vector<WallSpan> breaks_in(const WallSpan& shift, std::vector<WallSpan> breaks) {
    for (WallSpan& one : breaks) {
        if (one.to > shift.from) continue;
        one.from += minutes_of_day;
        one.to += minutes_of_day;
    }
    std::erase_if(
        breaks, [&](const WallSpan& one) { return one.to <= shift.from || one.from >= shift.to; });
    std::sort(breaks.begin(), breaks.end(), [](const WallSpan& a, const WallSpan& b) {
        return std::pair{a.from, a.to} < std::pair{b.from, b.to};
    });
    return breaks;
}

Shift shift_of(const JsonField& field) {
    Shift out;
    for (const JsonField& day : field.at("days").elements(1, 7)) {
        const auto weekday = find_weekday(day.text(3));
        if (!weekday) {
            day.fail("days are named mon, tue, wed, thu, fri, sat and sun");
            continue;
        }
        if (std::find(out.days.begin(), out.days.end(), *weekday) != out.days.end()) {
            day.fail("this day is there twice");
        }
        out.days.push_back(*weekday);
    }
    std::sort(out.days.begin(), out.days.end());
    out.span = wall_span(field.at("from"), field.at("to"));
    if (const auto breaks = field.find("break")) {
        out.breaks = breaks_in(out.span, wall_spans(*breaks));
    }
    return out;
}

/// `role` is one, `roles` are several; either will do.
std::vector<std::string> roles_of(const JsonField& field) {
    std::vector<std::string> out;
    const auto several = field.find("roles");
    if (!several) return {field.at("role").text(most_id_bytes)};
    for (const JsonField& role : several->elements(1, most_per_owner)) {
        std::string name = role.text(most_id_bytes);
        if (std::find(out.begin(), out.end(), name) != out.end()) {
            role.fail("this role is there twice");
        }
        out.push_back(std::move(name));
    }
    return out;
}

std::string name_or_nothing(const JsonField& field) {
    const auto name = field.find("name");
    return name ? name->text(most_name_bytes) : std::string{};
}

std::string id_of(const JsonField& field, std::set<std::string>& taken) {
    const JsonField id_field = field.at("id");
    std::string id = id_field.text(most_id_bytes);
    if (!id_field.has_failed() && !taken.insert(id).second) {
        id_field.fail("this id is there twice");
    }
    return id;
}

std::vector<Practitioner> practitioners_of(const JsonField& list) {
    std::vector<Practitioner> out;
    std::set<std::string> ids;
    for (const JsonField& field : list.elements(0, most_resources)) {
        Practitioner one{id_of(field, ids), name_or_nothing(field), roles_of(field), {}};
        for (const JsonField& shift : field.at("shifts").elements(0, most_per_owner)) {
            one.shifts.push_back(shift_of(shift));
        }
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<Thing> things_of(const std::optional<JsonField>& list) {
    std::vector<Thing> out;
    std::set<std::string> ids;
    if (!list) return out;
    for (const JsonField& field : list->elements(0, most_resources)) {
        out.push_back(
            {id_of(field, ids), field.at("kind").text(most_id_bytes), name_or_nothing(field)});
    }
    return out;
}

ServiceNeed need_of(const JsonField& field, const Setup& setup) {
    using What = ServiceNeed::What;
    ServiceNeed out;
    std::vector<JsonField> kinds;
    for (const auto& [name, what] : {std::pair{"role", What::role}, std::pair{"room", What::room},
                                     std::pair{"equipment", What::equipment}}) {
        const auto kind = field.find(name);
        if (!kind) continue;
        kinds.push_back(*kind);
        out.what = what;
    }
    if (kinds.size() != 1) {
        field.fail("a need names one of role, room and equipment");
        return out;
    }
    out.kind = kinds[0].text(most_id_bytes);
    if (const auto count = field.find("count")) {
        out.count = count->integer(1, static_cast<std::int32_t>(most_resources));
    }
    if (const std::int32_t here = setup.count_of(out.what, out.kind); here < out.count) {
        kinds[0].fail("the clinic has " + std::to_string(here) + " of these, the service needs " +
                      std::to_string(out.count));
    }
    return out;
}

std::vector<Service> services_of(const JsonField& list, const Setup& setup) {
    std::vector<Service> out;
    std::set<std::string> ids;
    for (const JsonField& field : list.elements(0, most_services)) {
        Service one{id_of(field, ids),
                    name_or_nothing(field),
                    field.at("minutes").integer(1, minutes_of_day),
                    {}};
        if (one.name.empty()) one.name = one.id;
        for (const JsonField& need_field : field.at("needs").elements(0, most_per_owner)) {
            ServiceNeed need = need_of(need_field, setup);
            if (one.count_of(need.what, need.kind) > 0) {
                need_field.fail("this is needed twice: raise its count instead");
            }
            one.needs.push_back(std::move(need));
        }
        out.push_back(std::move(one));
    }
    return out;
}

TriageScale triage_of(const JsonField& field) {
    TriageScale out;
    bool is_past_emergencies = false;
    for (const JsonField& one : field.at("classes").elements(1, most_per_owner)) {
        TriageClass made{one.at("name").text(most_id_bytes),
                         one.at("target_minutes").integer(0, 14 * minutes_of_day), false};
        if (const auto emergency = one.find("emergency")) made.is_emergency = emergency->boolean();
        if (out.find(made.name)) one.fail("this class is there twice");
        if (made.is_emergency && is_past_emergencies) {
            one.fail("emergencies stand before all other classes");
        }
        is_past_emergencies = !made.is_emergency;
        out.classes.push_back(std::move(made));
    }
    const JsonField untriaged = field.at("untriaged");
    out.untriaged = untriaged.text(most_id_bytes);
    if (!out.find(out.untriaged)) untriaged.fail("none of the classes has this name");
    return out;
}

char letter_of(const JsonField& field) {
    const std::string text = field.text(1);
    if (field.has_failed()) return 'A';
    if (text[0] < 'A' || text[0] > 'Z') field.fail("a letter from A to Z is expected");
    return text[0];
}

void read_tickets(const JsonField& field, Setup& out) {
    out.ticket_letters.clear();
    for (const auto& [screen, letter] : field.members(most_per_owner)) {
        if (screen == "other") {
            out.other_ticket_letter = letter_of(letter);
        } else if (screen.empty() || screen.size() > most_id_bytes) {
            letter.fail("a screen's name has 1 to 64 bytes");
        } else {
            out.ticket_letters.push_back({screen, letter_of(letter)});
        }
    }
}

void read_zone(const JsonField& field, Setup& out) {
    out.time_zone = field.text(most_id_bytes);
    if (field.has_failed()) return;
    const auto zone = Zone::named(out.time_zone);
    if (!zone) field.fail(zone.refusal().detail, "unknown_zone");
}

Setup setup_of(const JsonField& root) {
    Setup out;
    out.clinic = root.at("clinic").text(most_id_bytes);
    out.name = root.at("name").text(most_name_bytes);
    read_zone(root.at("time_zone"), out);
    if (const auto languages = root.find("languages")) {
        for (const JsonField& language : languages->elements(0, most_per_owner)) {
            out.languages.push_back(language.text(most_id_bytes));
        }
    }
    out.hours = week_hours(root.at("hours"));
    out.practitioners = practitioners_of(root.at("practitioners"));
    out.rooms = things_of(root.find("rooms"));
    out.equipment = things_of(root.find("equipment"));
    out.services = services_of(root.at("services"), out);
    if (const auto begins = root.find("day_begins")) {
        out.day_begins = {wall_minutes(*begins, false)};
    }
    if (const auto triage = root.find("triage")) out.triage = triage_of(*triage);
    if (const auto tickets = root.find("tickets")) read_tickets(*tickets, out);
    return out;
}

}  // namespace

Result<Setup> decode_setup(std::string_view json) {
    if (json.size() > most_json_bytes) {
        return Refusal{Why::too_large, "a set-up has at most 1 MB"};
    }
    const auto parsed = nlohmann::json::parse(json.begin(), json.end(), nullptr, false);
    if (parsed.is_discarded()) return Refusal{Why::malformed, "the set-up is not JSON"};
    if (!parsed.is_object()) return Refusal{Why::invalid, "a set-up is a JSON object"};

    std::optional<Refusal> fault;
    Setup out = setup_of(JsonField{parsed, "", fault});
    if (fault) return *fault;
    return out;
}

}  // namespace wayside::care
