#include "cli/demo/day_script.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

using namespace wayside;
using Json = nlohmann::json;

namespace {

care::Setup setup_from(const std::string& text) {
    auto setup = care::decode_setup(text);
    REQUIRE_MESSAGE(setup.has_value(), (setup ? "" : setup.refusal().detail));
    return std::move(*setup);
}

std::string shipped_text() {
    std::ostringstream text;
    text << std::ifstream(WAYSIDE_DEMO_SETUP).rdbuf();
    return text.str();
}

care::LocalDate date_of(const char* text) {
    return *care::LocalDate::parse(text);
}

std::vector<Json> script(const care::Setup& setup, care::LocalDate date, std::uint64_t seed) {
    const auto lines = demo::day_script(setup, date, seed);
    REQUIRE(lines.has_value());
    std::vector<Json> out;
    for (const std::string& line : *lines) out.push_back(Json::parse(line));
    return out;
}

std::int64_t second_of(const Json& time) {
    return care::parse_instant(time.get<std::string>())->ms / 1000;
}

/// A booking as the day's placement rules see it, in seconds since 1970.
struct Held {
    const care::Service* service = nullptr;
    const care::Practitioner* practitioner = nullptr;
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// A clinic that judges lines by rules of its own, sharing nothing with the maker but the set-up.
class Judge {
  public:
    Judge(const care::Setup& setup, care::LocalDate date)
        : setup_(setup), zone_(*care::Zone::named(setup.time_zone)), date_(date) {}

    void place(const std::string& id, const Json& line, const care::Service& service) {
        const auto told = zone_.told(line["start"].get<std::string>());
        REQUIRE(told.has_value());
        CHECK(told->date == date_);
        Held held{&service, setup_.find_practitioner(line["practitioner"].get<std::string>())};
        REQUIRE(held.practitioner != nullptr);
        held.from = second_of(line["start"]);
        held.to = held.from + service.minutes * 60;
        CHECK(held.from > second_of(line["at"]));
        CHECK(service.may_be_given_by(*held.practitioner));
        check_hours(held, *told);
        held_.erase(id);
        check_others(held);
        held_[id] = held;
    }

    void free(const std::string& id) { held_.erase(id); }

  private:
    void check_hours(const Held& held, const care::Told& told) const {
        const care::WallSpan span{told.time.minutes, told.time.minutes + held.service->minutes};
        const auto inside = [&](const care::WallSpan& outer) {
            return outer.from <= span.from && span.to <= outer.to;
        };
        const auto weekday = date_.weekday();
        CHECK(std::ranges::any_of(setup_.hours[static_cast<std::size_t>(weekday)], inside));
        CHECK(std::ranges::any_of(held.practitioner->shifts, [&](const care::Shift& shift) {
            return std::ranges::count(shift.days, weekday) == 1 && inside(shift.span) &&
                   std::ranges::none_of(shift.breaks, [&](const care::WallSpan& rest) {
                       return rest.from < span.to && span.from < rest.to;
                   });
        }));
    }

    void check_others(const Held& held) const {
        std::map<std::string, std::vector<std::pair<std::int64_t, std::int32_t>>> steps;
        for (const auto& [id, other] : held_) {
            const bool meets = held.from < other.to && other.from < held.to;
            CHECK_FALSE((meets && other.practitioner == held.practitioner));
        }
        for (const care::ServiceNeed& need : held.service->needs) {
            if (need.what == care::ServiceNeed::What::role) continue;
            for (std::int64_t at = held.from; at < held.to; at += 60) {
                std::int32_t taken = need.count;
                for (const auto& [id, other] : held_) {
                    if (other.from > at || at >= other.to) continue;
                    taken += other.service->count_of(need.what, need.kind);
                }
                CHECK(taken <= setup_.count_of(need.what, need.kind));
            }
        }
    }

    const care::Setup& setup_;
    care::Zone zone_;
    care::LocalDate date_;
    std::map<std::string, Held> held_;
};

/// Which act fits which status, and what it leads to.
std::string status_after(const std::string& status, const std::string& action) {
    static const std::map<std::pair<std::string, std::string>, std::string> table{
        {{"", "book"}, "booked"},           {{"booked", "reschedule"}, "booked"},
        {{"booked", "cancel"}, "ended"},    {{"booked", "no-show"}, "ended"},
        {{"booked", "check-in"}, "here"},   {{"", "walk-in"}, "expected"},
        {{"expected", "check-in"}, "here"}, {{"here", "triage"}, "here"},
        {{"here", "leave"}, "ended"},       {{"here", "call"}, "called"},
        {{"called", "start"}, "inside"},    {{"inside", "note"}, "inside"},
        {{"inside", "finish"}, "ended"}};
    const auto found = table.find({status, action});
    return found == table.end() ? "refused: " + action + " after " + status : found->second;
}

void judge_day(const care::Setup& setup, care::LocalDate date, std::uint64_t seed) {
    CAPTURE(seed);
    Judge judge(setup, date);
    std::map<std::string, std::string> status;
    std::map<std::string, const care::Service*> service;
    std::map<std::string, std::string> presence;
    std::int64_t last = INT64_MIN;
    for (const Json& line : script(setup, date, seed)) {
        CAPTURE(line.dump());
        const std::string action = line["action"];
        CHECK(second_of(line["at"]) >= last);
        last = second_of(line["at"]);
        if (action == "practitioner") {
            presence[line["practitioner"]] = line["state"];
            continue;
        }
        const std::string id = line["appointment"];
        status[id] = status_after(status[id], action);
        REQUIRE(status[id].find("refused") == std::string::npos);
        if (action == "book" || action == "walk-in") {
            service[id] = setup.find_service(line["service"].get<std::string>());
            REQUIRE(service[id] != nullptr);
        }
        if (action == "book") CHECK(line["minutes"] == service[id]->minutes);
        if (action == "call") CHECK(presence[line["practitioner"]] == "in");
        if (action == "book" || action == "reschedule") judge.place(id, line, *service[id]);
        if (action == "cancel" || action == "no-show") judge.free(id);
    }
    for (const auto& [id, end] : status) CHECK(end == "ended");
    for (const auto& [id, state] : presence) CHECK(state == "out");
}

/// Three clinicians in one room, and a machine that two services share.
const char* const narrow_clinic = R"({
  "clinic": "narrow", "name": "Narrow", "time_zone": "Africa/Cairo", "languages": ["ar"],
  "hours": {"fri": ["06:00", "20:00"]},
  "practitioners": [
    {"id": "a", "role": "clinician", "shifts": [{"days": ["fri"], "from": "06:00", "to": "20:00"}]},
    {"id": "b", "role": "clinician", "shifts": [{"days": ["fri"], "from": "06:00", "to": "12:00"},
      {"days": ["fri"], "from": "13:00", "to": "18:00", "break": ["15:00", "15:30"]}]},
    {"id": "c", "role": "clinician", "shifts": [
      {"days": ["sat"], "from": "06:00", "to": "12:00"}]}],
  "rooms": [{"id": "r", "kind": "room"}], "equipment": [{"id": "e", "kind": "machine"}],
  "services": [
    {"id": "seen", "name": "Seen", "minutes": 15, "needs": [
      {"role": "clinician", "count": 1}, {"room": "room", "count": 1}]},
    {"id": "scan", "name": "Scan", "minutes": 25, "needs": [
      {"role": "clinician", "count": 1}, {"equipment": "machine", "count": 1}]},
    {"id": "two", "name": "Needs two", "minutes": 10, "needs": [{"role": "clinician", "count": 2}]}]
})";

}  // namespace

TEST_CASE("every day of the demo's clinic keeps to shifts, pools and statuses") {
    const care::Setup setup = setup_from(shipped_text());

    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto days = static_cast<std::int32_t>(seed);
        judge_day(setup, date_of("2026-03-01").plus_days(days), seed);
    }
}

TEST_CASE("a clinic of one room gives a day that fits, also when the clocks change") {
    const care::Setup setup = setup_from(narrow_clinic);

    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        judge_day(setup, date_of("2026-04-24"), seed);
        judge_day(setup, date_of("2026-10-30"), seed);
    }
}

TEST_CASE("a demo day is lively: everything that can happen does") {
    const care::Setup setup = setup_from(shipped_text());
    std::map<std::string, int> seen;
    std::set<std::string> people;

    for (const Json& line : script(setup, date_of("2026-03-03"), 3)) {
        seen[line["action"]] += 1;
        if (line.contains("patient")) people.insert(line["patient"]["id"]);
    }

    for (const char* action : {"book", "reschedule", "cancel", "no-show", "walk-in", "check-in",
                               "triage", "call", "start", "finish", "leave", "note"}) {
        CAPTURE(action);
        CHECK(seen[action] >= 1);
    }
    CHECK(seen["book"] >= 60);
    CHECK(seen["finish"] >= 60);
    CHECK(people.size() == static_cast<std::size_t>(seen["book"] + seen["walk-in"]));
}

TEST_CASE("the same seed gives the same day, another seed another") {
    const care::Setup setup = setup_from(shipped_text());
    const auto date = date_of("2026-03-03");

    CHECK(*demo::day_script(setup, date, 7) == *demo::day_script(setup, date, 7));
    CHECK(*demo::day_script(setup, date, 7) != *demo::day_script(setup, date, 8));
}

TEST_CASE("a day on which the clinic is closed has no script, and the next open one is found") {
    const care::Setup setup = setup_from(narrow_clinic);

    const auto closed = demo::day_script(setup, date_of("2026-04-25"), 1);

    REQUIRE_FALSE(closed.has_value());
    CHECK(closed.refusal().why == Why::invalid);
    CHECK(*demo::next_open_date(setup, date_of("2026-04-24")) == date_of("2026-05-01"));
}
