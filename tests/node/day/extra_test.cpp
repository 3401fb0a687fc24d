// tests/node/day/extra_test.cpp: what booking an extra takes: over capacity, with a reason, under
// the caps.

#include <doctest/doctest.h>

#include <array>

#include "tests/node/day/full_clinic.hpp"

using namespace wayside;
using testing::amina;
using testing::brook;
using testing::FullClinic;
using testing::Json;
using testing::monday;
using testing::person;
using testing::two_digits;

TEST_CASE("an extra is a person's act with a reason, is counted, and holds nobody's place") {
    FullClinic clinic;
    clinic.fill_morning();
    const Json without_reason{{"patient", amina},
                              {"service", "consult"},
                              {"practitioner", "amani"},
                              {"start", FullClinic::morning(3) + ":00+03:00"}};
    REQUIRE(clinic.refused("book", "", without_reason) == "practitioner_taken");
    CHECK(clinic.refused("book", "",
                         FullClinic::extra_body(amina, FullClinic::morning(3), "because")) ==
          "invalid");
    const auto day_begin = testing::at("2026-03-02T00:00:00+03:00");
    const std::size_t held =
        booking::held_between(clinic.model(), day_begin, {day_begin.ms + 86'400'000}).size();

    const std::string id = clinic.extra(amina, FullClinic::morning(3));

    CHECK(clinic.last().reason == "urgent");
    CHECK(clinic.visit(id)["overbooked"] == "urgent");
    CHECK(clinic.visit(id)["start"] == FullClinic::morning(3) + ":00+03:00");
    CHECK(clinic.session()["extras"] == 1);
    CHECK(clinic.session()["booked"] == 14);
    CHECK(booking::held_between(clinic.model(), day_begin, {day_begin.ms + 86'400'000}).size() ==
          held);
}

TEST_CASE("an extra beyond a cap is refused by the cap's name") {
    FullClinic clinic;
    clinic.fill_morning();
    clinic.extra(person(1), FullClinic::morning(3));

    CHECK(clinic.extra_refused(FullClinic::morning(3)) == "slot_has_extra");
    CHECK(clinic.extra_refused(FullClinic::morning(13)) == "slot_has_extra");
    // With hardly anybody who stays away, two more than there are slots come too often.
    CHECK(clinic.extra_refused(FullClinic::morning(5)) == "overfull_cap");
    clinic.give_record(400, 2);
    clinic.extra(person(2), FullClinic::morning(5));
    clinic.extra(person(3), FullClinic::morning(7));
    CHECK(clinic.extra_refused(FullClinic::morning(9)) == "extras_cap");
    CHECK(clinic.session()["stopped"] == "extras_cap");
    CHECK(clinic.session()["advised"].empty());
}

TEST_CASE("an extra keeps every rule but that its practitioner is taken") {
    FullClinic clinic;
    clinic.give_record(400, 2);
    clinic.fill_morning();
    clinic.booked(brook, FullClinic::morning(4), "baraka");

    CHECK(clinic.extra_refused(monday + "T12:30") == "on_break");
    CHECK(clinic.extra_refused(monday + "T16:00") == "outside_shift");
    CHECK(clinic.extra_refused("2026-03-05T10:00") == "outside_hours");
    // Amani's own booking shares its room with the extra; the second one is Baraka's.
    Json two_rooms = FullClinic::extra_body(amina, FullClinic::morning(4));
    two_rooms["service"] = "procedure";
    CHECK(clinic.refused("book", "", two_rooms) == "pool_full");
    Json nobody = FullClinic::extra_body(amina, FullClinic::morning(4));
    nobody.erase("practitioner");
    CHECK(clinic.refused("book", "", nobody) == "invalid");
    clinic.clock(monday + "T09:22");
    CHECK(clinic.extra_refused(FullClinic::morning(3)) == "in_the_past");
    CHECK(clinic.extra_refused(monday + "T09:25") == "in_the_past");
    CHECK_FALSE(clinic.extra(amina, FullClinic::morning(5)).empty());
}

TEST_CASE("where there is room after all, an extra is a booking like any other") {
    FullClinic clinic;

    const std::string id = clinic.extra(amina, FullClinic::morning(3));

    CHECK_FALSE(clinic.visit(id).contains("overbooked"));
    CHECK(clinic.session()["extras"] == 0);
    CHECK(clinic.session()["booked"] == 1);
}

TEST_CASE("a place that is given back can be sold although an extra stands in its time") {
    FullClinic clinic;
    const std::string first = clinic.booked(amina, FullClinic::morning(3));
    for (int i = 4; i < 8; ++i) clinic.booked(person(static_cast<unsigned>(i)), clinic.morning(i));
    const std::string extra = clinic.extra(brook, FullClinic::morning(3));
    REQUIRE(clinic.visit(extra)["overbooked"] == "urgent");

    clinic.done("cancel", first);

    CHECK_FALSE(clinic.booked(person(9), FullClinic::morning(3)).empty());
    CHECK(clinic.visit(extra)["status"] == "booked");
}

TEST_CASE("an extra that is moved to a free time is an extra no longer") {
    FullClinic clinic;
    clinic.fill_morning();
    const std::string id = clinic.extra(amina, FullClinic::morning(3));

    clinic.done("reschedule", id,
                {{"practitioner", "amani"}, {"start", monday + "T13:20:00+03:00"}});

    CHECK_FALSE(clinic.visit(id).contains("overbooked"));
    const Json taken{{"patient", brook},
                     {"service", "consult"},
                     {"practitioner", "amani"},
                     {"start", monday + "T13:20:00+03:00"}};
    CHECK(clinic.refused("book", "", taken) == "practitioner_taken");
}

TEST_CASE("an extra whose practitioner falls sick finds a place of its own, and an undo is exact") {
    FullClinic clinic;
    for (int i = 6; i < 10; ++i) clinic.booked(person(static_cast<unsigned>(i)), clinic.morning(i));
    const std::string extra = clinic.extra(amina, FullClinic::morning(7));
    clinic.clock(monday + "T09:00");
    const Json before = clinic.seen("day", monday)["visits"];
    const Json asked = clinic.seen("absence-proposals", "amani");
    CHECK(asked["struck"] == 5);
    const Json& best = asked["proposals"][0];
    Json changes = Json::array();
    for (const Json& each : best["changes"]) {
        changes.push_back({{"visit", each["visit"]}, {"to", each["to"]}});
    }

    const std::string absence = clinic.done("absence", "amani",
                                            {{"from", asked["from"]},
                                             {"until", asked["until"]},
                                             {"proposal", best["proposal"]},
                                             {"changes", changes}})["id"];

    CHECK_FALSE(clinic.visit(extra).contains("overbooked"));
    CHECK(clinic.visit(extra)["practitioner"] == "baraka");
    clinic.done("undo-absence", absence);
    CHECK(clinic.visit(extra)["overbooked"] == "urgent");
    CHECK(clinic.visit(extra)["start"] == FullClinic::morning(7) + ":00+03:00");
    CHECK(clinic.seen("day", monday)["visits"].size() == before.size());
}

TEST_CASE("extras that two boxes added apart stand beside each other, and no place is lost") {
    FullClinic north(1);
    FullClinic south(2);
    north.give_record(400, 2);
    north.fill_morning();
    south.take_from(north);
    const std::string norths = north.extra(amina, FullClinic::morning(3));
    const std::string souths = south.extra(brook, FullClinic::morning(3));

    south.take_from(north);
    north.take_from(south);

    for (FullClinic* box : {&north, &south}) {
        CHECK(box->visit(norths)["overbooked"] == "urgent");
        CHECK(box->visit(souths)["overbooked"] == "urgent");
        CHECK_FALSE(box->visit(norths).contains("conflicts"));
        CHECK(box->session()["extras"] == 2);
        CHECK(box->session()["booked"] == 14);
        CHECK(box->extra_refused(FullClinic::morning(3)) == "slot_has_extra");
    }
    CHECK(north.session() == south.session());
}

namespace {

/// Bookings of several lengths, some of which end, wait or are under way, at some time of the day.
void play_some_day(FullClinic& clinic, SeededRandom& dice) {
    clinic.give_record(static_cast<int>(dice.below(300)), 2 + static_cast<int>(dice.below(8)));
    clinic.clock(monday + "T07:00");
    std::vector<std::string> visits;
    for (int slot = 0; slot < 24; ++slot) {
        if (dice.below(8) == 0) continue;
        const bool is_long = dice.below(8) == 0;
        const auto answer =
            clinic.give("book", "",
                        {{"patient", person(100 + static_cast<std::uint64_t>(slot))},
                         {"service", is_long ? "procedure" : "consult"},
                         {"practitioner", "amani"},
                         {"start", FullClinic::morning(slot) + ":00+03:00"},
                         {"minutes", 10 + 10 * dice.below(2) + (is_long ? 20 : 0)}});
        if (answer) visits.push_back((*answer)["id"]);
    }
    clinic.clock(monday + "T" + two_digits(8 + static_cast<int>(dice.below(6))) + ":" +
                 two_digits(static_cast<int>(dice.below(60))));
    for (const std::string& visit : visits) {
        const std::array acts{"check-in", "cancel", "no-show", "note"};
        const char* act = acts[dice.below(acts.size())];
        if (dice.below(2) == 0) continue;
        (void)clinic.give(act, visit, {{"text", "a word"}});
    }
}

}  // namespace

TEST_CASE("whatever the day, what is advised can be booked, and the caps hold") {
    SeededRandom dice(23);
    std::size_t advised = 0;
    for (std::uint8_t round = 0; round < 40; ++round) {
        FullClinic clinic(static_cast<std::uint8_t>(round + 1));
        play_some_day(clinic, dice);
        for (int taken = 0; taken < 12; ++taken) {
            const Json sessions =
                clinic.advice({{"practitioner", "amani"}, {"service", "consult"}});
            std::string start;
            for (const Json& session : sessions["sessions"]) {
                REQUIRE(session["extras"] <= session["most_extras"]);
                REQUIRE(session["most_extras"].get<int>() * 4 <= session["slots"].get<int>());
                if (session["advised"].empty()) continue;
                REQUIRE(session["with"]["overfull_ppm"] <= 100'000);
                start = session["advised"][0]["start"].get<std::string>().substr(0, 16);
            }
            if (start.empty()) break;
            CAPTURE(start);
            const Json extra = clinic.done(
                "book", "",
                FullClinic::extra_body(person(1'000 + static_cast<std::uint64_t>(taken)), start));
            REQUIRE(extra["overbooked"] == "urgent");
            REQUIRE(clinic.extra_refused(start) != "(done)");
            ++advised;
        }
    }
    CHECK(advised > 20);
}
