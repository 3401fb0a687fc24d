// node/day/setup_view.cpp: the clinic as its screens need to know it.

#include "node/day/views.hpp"

namespace wayside::day {

namespace {

using care::ServiceNeed;
using desk::Json;

constexpr std::int32_t minutes_a_day = 24 * 60;

std::string wall_text(std::int32_t minutes) {
    return minutes == minutes_a_day ? "24:00" : care::LocalTime{minutes % minutes_a_day}.text();
}

Json practitioners_of(const care::Setup& setup) {
    Json out = Json::array();
    for (const auto& each : setup.practitioners) {
        Json one{{"id", each.id}, {"role", each.roles.front()}, {"roles", each.roles}};
        if (!each.name.empty()) one["name"] = each.name;
        out.push_back(std::move(one));
    }
    return out;
}

Json things_of(const std::vector<care::Thing>& things) {
    Json out = Json::array();
    for (const auto& each : things) {
        Json one{{"id", each.id}, {"kind", each.kind}};
        if (!each.name.empty()) one["name"] = each.name;
        out.push_back(std::move(one));
    }
    return out;
}

const char* text_of(ServiceNeed::What what) {
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

Json services_of(const care::Setup& setup) {
    Json out = Json::array();
    for (const auto& each : setup.services) {
        Json needs = Json::array();
        for (const auto& need : each.needs) {
            needs.push_back({{text_of(need.what), need.kind}, {"count", need.count}});
        }
        out.push_back({{"id", each.id},
                       {"name", each.name},
                       {"minutes", each.minutes},
                       {"needs", std::move(needs)}});
    }
    return out;
}

Json hours_of(const care::Setup& setup) {
    Json out = Json::object();
    for (std::size_t day = 0; day < setup.hours.size(); ++day) {
        Json spans = Json::array();
        for (const auto& span : setup.hours[day]) {
            spans.push_back({wall_text(span.from), wall_text(span.to)});
        }
        if (!spans.empty()) out[care::text_of(static_cast<care::Weekday>(day))] = spans;
    }
    return out;
}

Json triage_of(const care::Setup& setup) {
    Json out = Json::array();
    for (const auto& each : setup.triage.classes) {
        out.push_back({{"class", each.name},
                       {"target_minutes", each.target_minutes},
                       {"emergency", each.is_emergency}});
    }
    return out;
}

}  // namespace

desk::View setup_view(const Clinic& clinic) {
    return {
        "setup", {}, [clinic](const desk::Facts& facts, const desk::Parameters&) -> Result<Json> {
            if (auto open = is_open(clinic); !open) return open.refusal();
            const care::Setup& setup = clinic.setup();
            return Json{{"clinic", setup.clinic},
                        {"name", setup.name},
                        {"time_zone", setup.time_zone},
                        {"languages", setup.languages},
                        {"day_begins", setup.day_begins.text()},
                        {"today", day_of(clinic, facts.now)},
                        {"now", time_text(clinic, facts.now)},
                        {"practitioners", practitioners_of(setup)},
                        {"services", services_of(setup)},
                        {"rooms", things_of(setup.rooms)},
                        {"equipment", things_of(setup.equipment)},
                        {"hours", hours_of(setup)},
                        {"triage", triage_of(setup)},
                        {"sandbox", clinic.is_sandbox}};
        }};
}

}  // namespace wayside::day
