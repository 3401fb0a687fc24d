// tests/node/day/overbooking_test.cpp: where an extra is advised, and what booking one takes: over
// capacity, with a reason, under the caps.

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <utility>

#include "node/day/overbooking.hpp"
#include "tests/node/day/acts_clinic.hpp"

using namespace wayside;
using testing::ActsClinic;
using testing::amina;
using testing::brook;
using testing::Json;

namespace {

const std::string monday = "2026-03-02";

Json person(std::uint64_t number) {
    return {{"id", "pt-" + std::to_string(number)},
            {"name", "Person " + std::to_string(number)},
            {"birth_date", "1980"}};
}

std::string two_digits(int number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

/// Amani works from 08:00 to 12:40 (14 bookings of 20 minutes) and from 13:20 to 16:00 (8).
struct FullClinic : ActsClinic {
    explicit FullClinic(std::uint8_t number = 1) : ActsClinic(number) {}

    /// Bookings in the weeks before, of which every `each`-th was missed.
    void give_record(int bookings, int each, const char* who = "amani") {
        std::vector<document::Edit> edits;
        const auto start = clinic_time("2026-02-23T08:00:00+03:00");
        for (int i = 0; i < bookings; ++i) {
            const booking::Placement place{ids.next<PlacementId>(), who, start, 20};
            const booking::NewVisit visit{
                ids.next<VisitId>(), PatientId{{7}}, "consult", "desk", false, "", "C0DE", {}};
            for (auto& edit : booking::edits_of(visit, &place)) edits.push_back(edit);
            const auto status = i % each == 0 ? care::Status::no_show : care::Status::done;
            edits.push_back(booking::status_edit(visit.id, status));
            // An entry has a limit of its own.
            if (i % 100 == 99) write_record(std::exchange(edits, {}));
        }
        if (!edits.empty()) write_record(edits);
    }
    void write_record(const std::vector<document::Edit>& edits) {
        REQUIRE(replica().write(day::day_document("2026-02-23"), edits, now));
    }
    void fill_morning() {
        for (int i = 0; i < 14; ++i) booked(person(100 + static_cast<unsigned>(i)), morning(i));
    }
    static std::string morning(int slot) {
        const int minutes = 8 * 60 + 20 * slot;
        return monday + "T" + two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
    }
    static care::Told clinic_time(const char* text) {
        return *care::Zone::named("Africa/Dar_es_Salaam")->told(text);
    }
    Json advice(const desk::Parameters& more = {{"practitioner", "amani"}}) {
        desk::Parameters parameters{{"date", monday}};
        parameters.insert(more.begin(), more.end());
        return seen("overbooking", "", parameters);
    }
    Json session() { return advice()["sessions"].at(0); }
    static Json extra_body(const Json& who, const std::string& start, const char* why = "urgent") {
        return {{"patient", who},
                {"service", "consult"},
                {"practitioner", "amani"},
                {"start", start + ":00+03:00"},
                {"overbook", why}};
    }
    std::string extra(const Json& who, const std::string& start) {
        return done("book", "", extra_body(who, start))["id"];
    }
    std::string extra_refused(const std::string& start) {
        return refused("book", "", extra_body(person(900), start));
    }
    std::string asked_and_refused(const desk::Parameters& parameters) {
        const auto answer = ask("overbooking", "", parameters);
        return answer ? "(answered)" : answer.refusal().rule_name();
    }

    crypto::IdSource ids{LogId{{77}}};
};

}  // namespace

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
