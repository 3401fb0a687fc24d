// tests/node/day/overbooking_test.cpp: where an extra is advised, and what that rests on.

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "tests/node/day/full_clinic.hpp"

using namespace wayside;
using testing::amina;
using testing::brook;
using testing::FullClinic;
using testing::Json;
using testing::monday;
using testing::person;

TEST_CASE("a clinic without a record is told so, and hardly any extra is advised") {
    FullClinic clinic;
    clinic.fill_morning();

    const Json session = clinic.session();

    CHECK(session["basis"] == "default");
    CHECK(session["no_show_ppm"] == booking::default_no_show_ppm);
    CHECK(session["record"] == Json{{"bookings", 0}, {"no_shows", 0}});
    CHECK(session["slots"] == 14);
    CHECK(session["slot_minutes"] == 20);
    CHECK(session["booked"] == 14);
    CHECK(session["most_extras"] == 3);
    CHECK(session["advised"].size() <= 1);
}

TEST_CASE("where the record says that many stay away, the best slots for extras are told") {
    FullClinic clinic;
    clinic.give_record(200, 4);
    clinic.fill_morning();

    const Json session = clinic.session();

    CHECK(session["basis"] == "practitioner");
    CHECK(session["record"] == Json{{"bookings", 200}, {"no_shows", 50}});
    CHECK(session["no_show_ppm"] > 200'000);
    CHECK(session["no_show_ppm"] < 250'000);
    REQUIRE_FALSE(session["advised"].empty());
    CHECK(session["with"]["cost"] < session["without"]["cost"]);
    CHECK(session["with"]["idle_minutes"] < session["without"]["idle_minutes"]);
    CHECK(session["with"]["wait_minutes"] > session["without"]["wait_minutes"]);
    CHECK(session["advised"].back()["with"] == session["with"]);
    CHECK(session["with"]["overfull_ppm"] <= 100'000);
    CHECK_FALSE(session["stopped"].get<std::string>().empty());
}

TEST_CASE("an extra is advised only beside somebody who may not come, never in a free slot") {
    FullClinic clinic;
    clinic.give_record(200, 2);
    for (const int slot : {0, 3, 4, 5, 6}) {
        clinic.booked(person(static_cast<unsigned>(slot)), FullClinic::morning(slot));
    }
    const std::set<std::string> taken{"08:00", "09:00", "09:20", "09:40", "10:00"};

    const Json session = clinic.session();

    CHECK(session["slots"] == 14);
    for (const Json& each : session["advised"]) {
        CHECK(taken.contains(each["start"].get<std::string>().substr(11, 5)));
    }
}

TEST_CASE("whom a booking is for changes nothing in the advice, and no answer names anybody") {
    FullClinic with_amina;
    FullClinic with_brook;
    for (FullClinic* clinic : {&with_amina, &with_brook}) clinic->give_record(200, 4);
    // The one has missed what she was booked for, the other has not.
    for (int day : {16, 17, 23, 24}) {
        for (FullClinic* clinic : {&with_amina, &with_brook}) {
            const std::string at = "2026-02-" + std::to_string(day) + "T15:00";
            clinic->clock("2026-02-" + std::to_string(day) + "T07:00");
            clinic->done("no-show", clinic->booked(amina, at));
        }
    }
    for (FullClinic* clinic : {&with_amina, &with_brook}) clinic->clock("2026-03-01T18:00");
    with_amina.booked(amina, FullClinic::morning(0));
    with_brook.booked(brook, FullClinic::morning(0));

    const Json advised = with_amina.advice();

    CHECK(advised == with_brook.advice());
    CHECK(advised.dump().find("patient") == std::string::npos);
    CHECK(advised.dump().find("Amina") == std::string::npos);
}

TEST_CASE("a longer booking fills several slots, and what has begun is no longer planned") {
    FullClinic clinic;
    for (const int slot : {0, 1, 2}) {
        clinic.booked(person(static_cast<unsigned>(slot)), FullClinic::morning(slot));
    }
    clinic.booked(person(9), FullClinic::morning(4), "amani", "procedure");

    CHECK(clinic.session()["slots"] == 14);
    CHECK(clinic.session()["booked"] == 4);
    clinic.clock(monday + "T12:21");
    CHECK(clinic.session()["stopped"] == "no_slot_left");
    clinic.clock(monday + "T12:41");
    CHECK(clinic.session()["from"] == monday + "T13:20:00+03:00");
    CHECK(clinic.session()["stopped"] == "nothing_booked");
}

TEST_CASE("who waits since before is sure to come, and then fewer extras are advised") {
    FullClinic clinic;
    clinic.give_record(200, 3);
    clinic.fill_morning();
    clinic.clock(monday + "T08:50");
    const Json before = clinic.session();
    REQUIRE_FALSE(before["advised"].empty());

    for (unsigned i = 0; i < 6; ++i) clinic.waiting(person(200 + i), "amani");

    const Json after = clinic.session();
    CHECK(after["advised"].size() < before["advised"].size());
    CHECK(after["without"]["wait_minutes"] > before["without"]["wait_minutes"]);
}

TEST_CASE("why there is no session that day is said by name, and what is not there is refused") {
    FullClinic clinic;
    const auto reason = [&](const char* date, const char* who = "amani") {
        const Json told = clinic.seen("overbooking", "", {{"date", date}, {"practitioner", who}});
        return told.value("reason", "(sessions)");
    };

    CHECK(reason("2026-02-23") == "day_past");
    CHECK(reason("2026-03-05") == "clinic_closed");
    CHECK(reason("2026-03-04") == "no_shift");
    CHECK(reason("2026-03-02") == "(sessions)");
    clinic.clock(monday + "T16:30");
    CHECK(reason("2026-03-02") == "day_past");
    CHECK(clinic.asked_and_refused({}) == "no_such_date");
    CHECK(clinic.asked_and_refused({{"date", "tomorrow"}}) == "no_such_date");
    CHECK(clinic.asked_and_refused({{"date", monday}, {"practitioner", "nobody"}}) ==
          "unknown_practitioner");
    CHECK(clinic.asked_and_refused({{"date", monday}, {"service", "haircut"}}) ==
          "unknown_service");
    CHECK(clinic.asked_and_refused(
              {{"date", monday}, {"practitioner", "amani"}, {"service", "scan"}}) == "wrong_role");
}

TEST_CASE("without a name everybody who gives the service is looked at") {
    FullClinic clinic;

    const Json sessions = clinic.advice({{"service", "scan"}})["sessions"];

    REQUIRE(sessions.size() == 2);
    CHECK(sessions[0]["practitioner"] == "dalila");
    CHECK(sessions[1]["practitioner"] == "eshe");
}

TEST_CASE("who is away has no session to overbook, and takes no extra") {
    FullClinic clinic;
    clinic.fill_morning();
    clinic.clock(monday + "T07:00");
    const Json asked = clinic.seen("absence-proposals", "amani");
    Json changes = Json::array();
    for (const Json& each : asked["proposals"][0]["changes"]) {
        changes.push_back({{"visit", each["visit"]}, {"to", each["to"]}});
    }
    clinic.done("absence", "amani",
                {{"from", asked["from"]},
                 {"until", asked["until"]},
                 {"proposal", asked["proposals"][0]["proposal"]},
                 {"changes", changes}});

    CHECK(clinic.advice()["reason"] == "practitioner_absent");
    CHECK(clinic.extra_refused(FullClinic::morning(5)) == "practitioner_absent");
}
