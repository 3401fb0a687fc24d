#include <nlohmann/json.hpp>

#include "node/care/setup.hpp"

namespace wayside::care {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int32_t minutes_of_day = 24 * 60;

/// A span in the words that it was read from: what ends the next day ends at or before its
/// beginning. Midnight is written 24:00.
Json pair_of(const WallSpan& span) {
    const auto text = [](std::int32_t minutes) {
        return LocalTime{minutes % minutes_of_day}.text();
    };
    return {text(span.from), span.to == minutes_of_day ? "24:00" : text(span.to)};
}

Json pairs_of(const std::vector<WallSpan>& spans) {
    Json out = Json::array();
    for (const WallSpan& span : spans) out.push_back(pair_of(span));
    return out;
}

Json hours_of(const WeekHours& hours) {
    Json out = Json::object();
    for (std::size_t day = 0; day < hours.size(); ++day) {
        if (!hours[day].empty()) out[text_of(static_cast<Weekday>(day))] = pairs_of(hours[day]);
    }
    return out;
}

Json json_of(const Shift& shift) {
    Json days = Json::array();
    for (const Weekday day : shift.days) days.push_back(text_of(day));
    const Json span = pair_of(shift.span);
    return {{"days", days}, {"from", span[0]}, {"to", span[1]}, {"break", pairs_of(shift.breaks)}};
}

Json json_of(const Practitioner& one) {
    Json shifts = Json::array();
    for (const Shift& shift : one.shifts) shifts.push_back(json_of(shift));
    Json out{{"id", one.id}, {"roles", one.roles}, {"shifts", shifts}};
    if (!one.name.empty()) out["name"] = one.name;
    return out;
}

Json json_of(const std::vector<Thing>& things) {
    Json out = Json::array();
    for (const Thing& one : things) {
        Json thing{{"id", one.id}, {"kind", one.kind}};
        if (!one.name.empty()) thing["name"] = one.name;
        out.push_back(thing);
    }
    return out;
}

const char* field_of(ServiceNeed::What what) {
    switch (what) {
        case ServiceNeed::What::role:
            return "role";
        case ServiceNeed::What::room:
            return "room";
        case ServiceNeed::What::equipment:
            return "equipment";
    }
    return "";
}

Json json_of(const Service& one) {
    Json needs = Json::array();
    for (const ServiceNeed& need : one.needs) {
        needs.push_back({{field_of(need.what), need.kind}, {"count", need.count}});
    }
    return {{"id", one.id}, {"name", one.name}, {"minutes", one.minutes}, {"needs", needs}};
}

Json json_of(const TriageScale& scale) {
    Json classes = Json::array();
    for (const TriageClass& one : scale.classes) {
        classes.push_back({{"name", one.name},
                           {"target_minutes", one.target_minutes},
                           {"emergency", one.is_emergency}});
    }
    return {{"classes", classes}, {"untriaged", scale.untriaged}};
}

Json tickets_of(const Setup& setup) {
    Json out = Json::object();
    for (const TicketLetter& one : setup.ticket_letters) {
        out[one.screen] = std::string(1, one.letter);
    }
    out["other"] = std::string(1, setup.other_ticket_letter);
    return out;
}

}  // namespace

std::string encode_setup(const Setup& setup) {
    Json practitioners = Json::array();
    for (const Practitioner& one : setup.practitioners) practitioners.push_back(json_of(one));
    Json services = Json::array();
    for (const Service& one : setup.services) services.push_back(json_of(one));

    const Json out{{"clinic", setup.clinic},
                   {"name", setup.name},
                   {"time_zone", setup.time_zone},
                   {"languages", setup.languages},
                   {"day_begins", setup.day_begins.text()},
                   {"hours", hours_of(setup.hours)},
                   {"practitioners", practitioners},
                   {"rooms", json_of(setup.rooms)},
                   {"equipment", json_of(setup.equipment)},
                   {"services", services},
                   {"triage", json_of(setup.triage)},
                   {"tickets", tickets_of(setup)}};
    return out.dump();
}

}  // namespace wayside::care
