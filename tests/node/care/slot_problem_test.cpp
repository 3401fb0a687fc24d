#include <doctest/doctest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "node/care/slot_problem.hpp"
#include "storage/base/random.hpp"
#include "tests/node/care/random_clinic.hpp"

using namespace wayside;
using namespace wayside::care;

namespace {

constexpr std::int64_t minute_ms = 60'000;

/// Ama works mornings, Ben all day; one room. Open Monday to Friday.
Setup small_clinic() {
    return *decode_setup(R"({
      "clinic": "s", "name": "Small", "time_zone": "Africa/Cairo",
      "hours": {"mon": ["08:00", "16:00"], "tue": ["08:00", "16:00"], "wed": ["08:00", "16:00"],
                "thu": ["08:00", "16:00"], "fri": ["08:00", "16:00"]},
      "practitioners": [
        {"id": "ben", "role": "clinician", "shifts": [
          {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "16:00"}]},
        {"id": "ama", "role": "clinician", "shifts": [
          {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "12:00",
           "break": ["10:00", "10:20"]}]}],
      "rooms": [{"id": "c1", "kind": "consulting"}],
      "services": [
        {"id": "talk", "minutes": 20, "needs": [{"role": "clinician"}]},
        {"id": "room", "minutes": 20, "needs": [{"room": "consulting"}]},
        {"id": "consult", "minutes": 20,
         "needs": [{"role": "clinician"}, {"room": "consulting"}]}]})");
}

Timestamp at(const std::string& text) {
    return *parse_instant(text);
}

std::vector<std::string> words(const std::vector<FreeSlot>& slots) {
    std::vector<std::string> out;
    for (const FreeSlot& slot : slots) {
        out.push_back(slot.told.text() + " " + slot.placement.practitioner);
    }
    return out;
}

}  // namespace

TEST_CASE("the first free slots are in the clinic's hours and wall times, across a weekend") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    // Friday 24 April 2026, 15:30 in Cairo.
    const SlotQuery query{"talk", 0, "", at("2026-04-24T12:30:00Z"), at("2026-04-29T00:00:00Z")};

    const auto found =
        find_free_slots(setup, zone, {}, query, query.from, 4, solver::find::Choose::first);

    REQUIRE(found);
    CHECK(words(found->slots) == std::vector<std::string>{"2026-04-24T15:30:00+03:00 ben",
                                                          "2026-04-24T15:35:00+03:00 ben",
                                                          "2026-04-24T15:40:00+03:00 ben",
                                                          "2026-04-27T08:00:00+03:00 ama"});
}

TEST_CASE("a practitioner who is named is the only one offered, breaks left out") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    const SlotQuery query{"talk", 0, "ama", at("2026-04-27T06:45:00Z"), at("2026-04-28T00:00:00Z")};

    const auto found =
        find_free_slots(setup, zone, {}, query, query.from, 1, solver::find::Choose::first);

    REQUIRE(found);
    CHECK(words(found->slots) == std::vector<std::string>{"2026-04-27T10:20:00+03:00 ama"});
}

TEST_CASE("nothing is offered that has begun, whatever span was asked for") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    const SlotQuery query{"talk", 0, "", at("2026-04-27T05:00:00Z"), at("2026-04-28T00:00:00Z")};

    const auto found = find_free_slots(setup, zone, {}, query, at("2026-04-27T06:01:30Z"), 1,
                                       solver::find::Choose::first);

    REQUIRE(found);
    CHECK(words(found->slots) == std::vector<std::string>{"2026-04-27T09:05:00+03:00 ama"});
}

TEST_CASE("when all is taken the answer names the need and when it frees") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    const std::vector<Placement> taken{{at("2026-04-27T05:00:00Z"), 480, "", "room"}};
    const SlotQuery query{"consult", 0, "", at("2026-04-27T05:00:00Z"), at("2026-04-27T13:00:00Z")};

    const auto full =
        find_free_slots(setup, zone, taken, query, query.from, 3, solver::find::Choose::first);
    const SlotQuery night{"consult", 0, "", at("2026-04-27T18:00:00Z"), at("2026-04-27T20:00:00Z")};
    const auto closed =
        find_free_slots(setup, zone, taken, night, query.from, 3, solver::find::Choose::first);

    REQUIRE(full);
    CHECK(full->slots.empty());
    REQUIRE(full->shortage.has_value());
    CHECK(full->shortage->need == SlotNeed{SlotNeed::What::room, "consulting"});
    CHECK(full->shortage->is_alone_enough);
    CHECK(full->shortage->frees->text() == "2026-04-27T16:00:00+03:00");
    REQUIRE(closed->shortage.has_value());
    CHECK(closed->shortage->need == SlotNeed{SlotNeed::What::hours, ""});
    CHECK(closed->shortage->frees->text() == "2026-04-28T08:00:00+03:00");
}

TEST_CASE("a refused booking hears which need is short at its time and from when on it is not") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    const Timestamp eight = at("2026-04-27T05:00:00Z");
    const std::vector<Placement> booked{{eight, 60, "ama", "consult"}, {eight, 40, "", "room"}};
    const auto short_of = [&](const Placement& wanted) {
        return find_shortage(setup, zone, booked, wanted, {0});
    };

    const auto room = short_of({eight, 20, "ben", "consult"});
    const auto person = short_of({at("2026-04-27T05:40:00Z"), 20, "ama", "consult"});

    REQUIRE(room.has_value());
    CHECK(room->need == SlotNeed{SlotNeed::What::room, "consulting"});
    REQUIRE(person.has_value());
    CHECK(person->need == SlotNeed{SlotNeed::What::practitioner, "ama"});
    CHECK(person->frees->text() == "2026-04-27T09:00:00+03:00");
    CHECK_FALSE(short_of({at("2026-04-27T07:00:00Z"), 20, "ben", "consult"}).has_value());
    CHECK_FALSE(short_of({eight, 20, "ben", "surgery"}).has_value());
    CHECK_FALSE(find_shortage(setup, zone, booked, {eight, 20, "ama", "consult"}, {eight.ms + 1})
                    .has_value());
}

TEST_CASE("questions that make no sense are refused by the rules of booking") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    const auto rule = [&](const SlotQuery& query) {
        const auto found =
            find_free_slots(setup, zone, {}, query, {0}, 3, solver::find::Choose::first);
        return found ? "accepted" : found.refusal().rule_name();
    };
    const Timestamp day{86'400'000};

    CHECK(rule({"surgery", 0, "", {0}, day}) == "unknown_service");
    CHECK(rule({"talk", 0, "zoe", {0}, day}) == "unknown_practitioner");
    CHECK(rule({"talk", 0, "", day, {0}}) == "invalid");
    CHECK(rule({"talk", 0, "", {0}, {93 * day.ms}}) == "invalid");
    CHECK(rule({"talk", 2'000, "", {0}, day}) == "invalid");
    CHECK(rule({"talk", 0, "", day, day}) == "accepted");
}

TEST_CASE("a refused booking hears of three other times that are not all alike and all fit") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    const Placement refused{at("2026-04-27T05:00:00Z"), 20, "ama", "consult"};
    const std::vector<Placement> taken{{at("2026-04-27T05:00:00Z"), 20, "ben", "consult"}};
    REQUIRE_FALSE(check_placement(setup, zone, taken, refused, {0}));

    const auto others = find_alternatives(setup, zone, taken, refused, {0});

    CHECK(words(others) == std::vector<std::string>{"2026-04-27T08:20:00+03:00 ama",
                                                    "2026-04-27T09:20:00+03:00 ben",
                                                    "2026-04-27T10:20:00+03:00 ama"});
    for (const FreeSlot& one : others) {
        CHECK(check_placement(setup, zone, taken, one.placement, {0}));
    }
    CHECK(find_alternatives(setup, zone, taken, {{0}, 20, "ama", "surgery"}, {0}).empty());
}

TEST_CASE("a booking for the past hears of times to come") {
    const Setup setup = small_clinic();
    const Zone zone = *Zone::named(setup.time_zone);
    const Placement refused{at("2020-04-27T05:00:00Z"), 20, "ama", "consult"};

    const auto others = find_alternatives(setup, zone, {}, refused, at("2026-04-27T05:00:00Z"), 1);

    CHECK(words(others) == std::vector<std::string>{"2026-04-27T08:00:00+03:00 ama"});
}

TEST_CASE("the solver offers exactly the placements that the rules accept") {
    SeededRandom random{81};
    const Zone zone = *Zone::named("UTC");
    std::size_t offered = 0;
    for (int round = 0; round < 60; ++round) {
        const Setup setup = random_clinic(random);
        const auto draw = [&] {
            return Placement{{static_cast<std::int64_t>(10 + random.below(70)) * 5 * minute_ms},
                             static_cast<std::int32_t>(5 + 5 * random.below(10)),
                             "p" + std::to_string(random.below(4)),
                             "s" + std::to_string(random.below(4))};
        };
        std::vector<Placement> taken;
        for (int i = 0; i < 25; ++i) {
            const Placement wanted = draw();
            if (check_placement(setup, zone, taken, wanted, {0})) taken.push_back(wanted);
        }
        const Placement wanted = draw();
        const SlotQuery query{wanted.service, wanted.minutes, "", {0}, {500 * minute_ms}};

        const auto found =
            find_free_slots(setup, zone, taken, query, {0}, 2'000, solver::find::Choose::best);

        std::set<std::pair<std::int64_t, std::string>> from_solver;
        for (const FreeSlot& slot : found->slots) {
            from_solver.emplace(slot.placement.start.ms, slot.placement.practitioner);
        }
        std::set<std::pair<std::int64_t, std::string>> by_rules;
        for (std::int64_t minute = 0; minute < 500; minute += 5) {
            for (const Practitioner& one : setup.practitioners) {
                const Placement tried{{minute * minute_ms}, wanted.minutes, one.id, wanted.service};
                if (check_placement(setup, zone, taken, tried, {0})) {
                    by_rules.emplace(minute * minute_ms, one.id);
                }
            }
        }
        REQUIRE(from_solver == by_rules);
        offered += from_solver.size();
    }
    CHECK(offered > 500);
}
