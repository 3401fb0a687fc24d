#include "cli/solve/overbook_file.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/solve/field.hpp"

namespace wayside::cli::solve {

namespace {

namespace overbook = solver::overbook;
using Json = nlohmann::ordered_json;

std::int32_t number(const Field& field, std::int64_t least, std::int64_t most) {
    return static_cast<std::int32_t>(field.integer(least, most));
}

std::int32_t show_ppm(const Field& percent) {
    return number(percent, 0, 100) * 10'000;
}

/// The member's number, or what stands where it is missing.
void read_if_there(const Field& field, const char* key, std::int32_t most, std::int32_t& out) {
    if (const auto found = field.find(key)) out = number(*found, 0, most);
}

overbook::Costs read_costs(const Field& field) {
    overbook::Costs out;
    read_if_there(field, "wait", overbook::Costs::most, out.wait);
    read_if_there(field, "idle", overbook::Costs::most, out.idle);
    read_if_there(field, "overtime", overbook::Costs::most, out.overtime);
    read_if_there(field, "unused", overbook::Costs::most, out.unused);
    return out;
}

overbook::Caps read_caps(const Field& field) {
    overbook::Caps out;
    read_if_there(field, "extras_percent", 100, out.extras_percent);
    if (const auto overfull = field.find("overfull_percent"))
        out.overfull_ppm = show_ppm(*overfull);
    return out;
}

overbook::SlotSession read_slots(const Field& field) {
    overbook::SlotSession out;
    out.slot_minutes = number(field.at("minutes"), 1, overbook::max_slot_minutes);
    for (const Field& slot : field.at("show_percent").elements(1, overbook::max_slots)) {
        auto& booked = out.shows_ppm.emplace_back();
        for (const Field& show : slot.elements(0, overbook::max_booked_in_slot)) {
            booked.push_back(show_ppm(show));
        }
    }
    return out;
}

void read_visit(const Field& field, OverbookFile& out) {
    const Field id = field.at("id");
    const std::string name = id.text();
    const bool is_known = std::find(out.visits.begin(), out.visits.end(), name) != out.visits.end();
    if (is_known) id.fail("'" + name + "' is there twice");
    overbook::Visit visit;
    visit.length.p50 = 60 * field.at("p50_minutes").integer(1, overbook::max_session_minutes);
    visit.length.p80 = 60 * field.at("p80_minutes").integer(1, overbook::max_session_minutes);
    if (visit.length.p80 < visit.length.p50) {
        field.at("p80_minutes").fail("four in five take no less than half of them");
    }
    if (const auto show = field.find("show_percent")) visit.show_ppm = show_ppm(*show);
    out.visits.push_back(name);
    out.session->visits.push_back(visit);
}

void read_session(const Field& field, OverbookFile& out) {
    out.session.emplace();
    out.session->minutes = number(field.at("minutes"), 1, overbook::max_session_minutes);
    if (const auto step = field.find("step_minutes")) {
        out.session->step_minutes = number(*step, 1, out.session->minutes);
    }
    for (const Field& visit : field.at("visits").elements(1, overbook::max_visits)) {
        read_visit(visit, out);
    }
}

/// Of thousandths.
double whole(std::int64_t thousandths) {
    return static_cast<double>(thousandths) / 1'000;
}

Json expected_json(const overbook::Expected& expected) {
    return {{"cost", whole(expected.cost)},
            {"wait_minutes", whole(expected.wait)},
            {"idle_minutes", whole(expected.idle)},
            {"overtime_minutes", whole(expected.overtime)},
            {"overfull_ppm", expected.overfull_ppm}};
}

Json extras_json(const OverbookFile& file) {
    const auto advice =
        overbook::advise_extras(*file.slots, file.costs, file.caps, file.extra_show_ppm);
    return {{"extra_slots", advice.extra_slots},
            {"stopped", overbook::name_of(advice.stop)},
            {"without", expected_json(advice.without)},
            {"with", expected_json(advice.with)}};
}

Json times_json(const OverbookFile& file, const OverbookEffort& effort) {
    const auto advice =
        overbook::advise_times(*file.session, file.costs, effort.seed, {512, effort.iterations});
    Json out{{"times", Json::array()}};
    for (std::size_t i = 0; i < advice.timetable.order.size(); ++i) {
        out["times"].push_back({{"minute", advice.timetable.minutes[i]},
                                {"visit", file.visits[advice.timetable.order[i]]}});
    }
    out["cost_of_equal_slots"] = whole(advice.cost_equal);
    out["cost"] = whole(advice.cost);
    return out;
}

}  // namespace

Result<OverbookFile> decode_overbook_file(const LocatedJson& json) {
    std::optional<Refusal> fault;
    const Field root(json, fault);
    OverbookFile out;
    if (root.at("format").text() != "wayside-overbook-1") {
        root.at("format").fail("the format is 'wayside-overbook-1'");
    }
    if (const auto costs = root.find("costs")) out.costs = read_costs(*costs);
    if (const auto caps = root.find("caps")) out.caps = read_caps(*caps);
    if (const auto slots = root.find("slots")) {
        out.slots = read_slots(*slots);
        out.extra_show_ppm = show_ppm(slots->at("extra_show_percent"));
    }
    if (const auto session = root.find("session")) read_session(*session, out);
    if (!out.slots && !out.session) root.fail("'slots' or 'session' is wanted");
    if (fault) return *fault;

    // What was read so far makes sense; this is the solver's own word on it.
    const char* wrong = nullptr;
    if (out.slots) {
        wrong = overbook::fault_of(*out.slots, out.costs, out.caps, out.extra_show_ppm);
    }
    if (wrong == nullptr && out.session) wrong = overbook::fault_of(*out.session, out.costs);
    if (wrong == nullptr) return out;
    root.fail(wrong);
    return *fault;
}

std::string encode_overbook_advice(const OverbookFile& file, const OverbookEffort& effort) {
    Json out{{"format", "wayside-overbook-1-advice"}};
    if (file.slots) out["slots"] = extras_json(file);
    if (file.session) out["session"] = times_json(file, effort);
    return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace wayside::cli::solve
