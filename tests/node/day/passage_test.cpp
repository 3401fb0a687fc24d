// tests/node/day/passage_test.cpp: a visit's way through the clinic, from the door to the end.

#include <doctest/doctest.h>

#include "tests/node/day/acts_clinic.hpp"

using namespace wayside;
using testing::ActsClinic;
using testing::amina;
using testing::brook;
using testing::Json;

TEST_CASE("a booked patient checks in, is called, goes in and comes out") {
    ActsClinic clinic;
    const std::string visit = clinic.booked(amina, "2026-03-02T08:20");
    clinic.clock("2026-03-02T07:50");

    const Json here = clinic.done("check-in", visit);
    CHECK(here["status"] == "waiting");
    CHECK(here["tickets"][0]["number"] == "D-001");
    CHECK(here["arrived"] == "2026-03-02T07:50:00+03:00");
    CHECK(here["practitioner"] == "amani");
    CHECK(clinic.last().makes_record);
    CHECK(here.dump() == [&] {
        Json shown = clinic.visit(visit);
        shown["patient"] = {{"id", shown["patient"]["id"]}};
        shown.erase("reason");
        return shown.dump();
    }());

    clinic.clock("2026-03-02T08:21");
    const Json called = clinic.done("call", visit);
    CHECK(called["status"] == "called");
    CHECK(called["server"] == "amani");
    CHECK(called["room"] == "c1");
    CHECK_FALSE(called.contains("out_of_order"));
    CHECK(clinic.seen("board")["called"][0]["since"] == "2026-03-02T08:21:00+03:00");
    CHECK(clinic.done("start", visit)["status"] == "in-room");
    CHECK(clinic.done("finish", visit)["status"] == "done");
    CHECK(clinic.visit(visit)["arrived"] == "2026-03-02T07:50:00+03:00");
    CHECK(clinic.seen("queue")["in_room"].empty());
}

TEST_CASE("a walk-in is expected without a ticket; the check-in gives one and names who is meant") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    clinic.at_screen("kiosk", "kiosk");

    const Json came = clinic.done(
        "walk-in", "", {{"patient", brook}, {"service", "consult"}, {"identifier", "a-9"}});
    CHECK(clinic.last().created);
    CHECK(came["status"] == "expected");
    CHECK(came["walk_in"] == true);
    CHECK(came["tickets"].empty());
    CHECK_FALSE(came.contains("start"));

    const Json here = clinic.done("check-in", came["id"], {{"practitioner", "baraka"}});
    CHECK(here["tickets"][0]["number"] == "K-001");
    CHECK(here["practitioner"] == "baraka");
}

TEST_CASE("a walk-in needs a service of the clinic and an identifier that is free") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const Json body{{"patient", brook}, {"service", "consult"}, {"identifier", "a-9"}};
    const std::string visit = clinic.done("walk-in", "", body)["id"];

    CHECK(clinic.refused("walk-in", "", body) == "identifier_taken");
    Json other = body;
    other["service"] = "surgery";
    CHECK(clinic.refused("walk-in", "", other) == "unknown_service");
    clinic.done("cancel", visit);
    CHECK(clinic.refused("walk-in", "", body) == "(done)");
}

TEST_CASE("a check-in names only somebody who works here") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const std::string visit = clinic.walked_in(brook);

    CHECK(clinic.refused("check-in", visit, {{"practitioner", "zuberi"}}) ==
          "unknown_practitioner");
    CHECK(clinic.visit(visit)["status"] == "expected");
    CHECK(clinic.refused("check-in", "nobody") == "not_found");
}

TEST_CASE("a check-in of a cancelled visit is refused; a no-show who turns up is welcome") {
    ActsClinic clinic;
    const std::string cancelled = clinic.booked(amina, "2026-03-02T08:20");
    const std::string absent = clinic.booked(brook, "2026-03-02T09:00");
    clinic.clock("2026-03-02T09:40");
    clinic.done("cancel", cancelled);
    clinic.done("no-show", absent);

    CHECK(clinic.refused("check-in", cancelled) == "wrong_status");
    CHECK(clinic.done("check-in", absent)["status"] == "waiting");
    CHECK(clinic.refused("check-in", absent) == "wrong_status");
    CHECK(clinic.seen("totals", "2026-03-02")["no_show"] == 0);
}

TEST_CASE("hours bind the slot, not the act: any hour of the visit's own clinic day will do") {
    ActsClinic clinic;
    const std::string early = clinic.booked(amina, "2026-03-02T15:00");
    const std::string late = clinic.booked(brook, "2026-03-02T08:20");
    clinic.clock("2026-03-02T04:00");
    CHECK(clinic.refused("check-in", early) == "(done)");
    clinic.clock("2026-03-03T03:59");
    CHECK(clinic.refused("check-in", late) == "(done)");
}

TEST_CASE("a visit of another day is not checked in, unless only the night lies between") {
    ActsClinic clinic;
    const std::string monday = clinic.booked(amina, "2026-03-02T15:00");
    const std::string tuesday = clinic.booked(brook, "2026-03-03T08:20");

    clinic.clock("2026-03-02T20:00");
    CHECK(clinic.refused("check-in", tuesday) == "wrong_day");
    clinic.clock("2026-03-03T00:30");
    const Json early = clinic.done("check-in", tuesday);
    CHECK(early["day"] == "2026-03-03");
    CHECK(clinic.seen("queue")["waiting"][0]["number"] == "D-001");
    clinic.clock("2026-03-03T09:00");
    CHECK(clinic.refused("check-in", monday) == "wrong_day");
}

TEST_CASE("a walk-in of last night gets its ticket; one of yesterday morning does not") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const std::string morning = clinic.walked_in(amina);
    clinic.clock("2026-03-03T03:59");
    const std::string night = clinic.walked_in(brook);
    clinic.clock("2026-03-03T04:01");

    CHECK(clinic.refused("check-in", morning) == "wrong_day");
    CHECK(clinic.done("check-in", night)["day"] == "2026-03-02");
    CHECK(clinic.seen("board")["waiting_count"] == 1);
}

TEST_CASE("who came before the day turned is called after it, under the old number") {
    ActsClinic clinic;
    clinic.clock("2026-03-03T03:50");
    const std::string old = clinic.waiting(amina);
    clinic.clock("2026-03-03T04:10");
    const std::string fresh = clinic.waiting(brook);

    const Json queue = clinic.seen("queue");
    REQUIRE(queue["waiting"].size() == 2);
    CHECK(queue["waiting"][0]["visit"] == old);
    CHECK(queue["waiting"][0]["number"] == "D-001");
    CHECK(queue["waiting"][1]["number"] == "D-002");
    CHECK(clinic.done("call", fresh, {{"practitioner", "amani"}})["out_of_order"] == true);
    CHECK(clinic.done("call", old)["status"] == "called");
}

TEST_CASE("a call that passes somebody is allowed, and says so in the visit and in the record") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const std::string first = clinic.waiting(amina);
    clinic.clock("2026-03-02T09:01");
    const std::string second = clinic.waiting(brook);

    const Json called = clinic.done("call", second, {{"practitioner", "amani"}});
    CHECK(called["out_of_order"] == true);
    CHECK(clinic.last().remark == "out_of_order");
    CHECK(clinic.visit(second)["out_of_order"] == true);

    const Json again = clinic.done("call", second, {{"practitioner", "amani"}});
    CHECK(again["out_of_order"] == true);
    CHECK(clinic.last().remark.empty());
    CHECK_FALSE(clinic.done("call", first, {{"practitioner", "amani"}}).contains("out_of_order"));
    CHECK(clinic.last().remark.empty());
}

TEST_CASE("calling somebody again, whoever came meanwhile, passes nobody") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const std::string first = clinic.waiting(amina);
    clinic.done("call", first, {{"practitioner", "amani"}});
    const std::string urgent = clinic.waiting(brook);
    clinic.done("triage", urgent, {{"triage", "red"}});

    const Json again = clinic.done("call", first, {{"practitioner", "amani"}});

    CHECK_FALSE(again.contains("out_of_order"));
}

TEST_CASE("triage changes the order, also after the call, and never the status") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const std::string first = clinic.waiting(amina);
    const std::string second = clinic.waiting(brook);
    CHECK(clinic.seen("queue")["waiting"][0]["visit"] == first);
    CHECK(clinic.seen("queue")["waiting"][0]["class"] == "green");

    clinic.done("triage", second, {{"triage", "orange"}});
    CHECK(clinic.seen("queue")["waiting"][0]["visit"] == second);
    const Json why = clinic.seen("why", "", {{"visit", second}, {"before", first}});
    CHECK(why["before"] == true);

    clinic.done("call", second, {{"practitioner", "amani"}});
    CHECK(clinic.done("triage", second, {{"triage", "yellow"}})["status"] == "called");
    clinic.done("start", second);
    clinic.done("finish", second);
    CHECK(clinic.done("triage", second, {{"triage", "yellow"}})["status"] == "done");
    CHECK(clinic.refused("triage", second, {{"triage", "purple"}}) == "unknown_triage");
    CHECK(clinic.refused("triage", second) == "invalid");
}

TEST_CASE("a note is taken whatever the status, sealed in the patient's document") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const std::string visit = clinic.waiting(amina);
    clinic.done("start", visit, {{"practitioner", "amani"}});
    clinic.done("finish", visit);

    const Json answer = clinic.done("note", visit, {{"text", "Comes back on Friday"}});

    CHECK(answer["status"] == "done");
    CHECK(answer.dump().find("Friday") == std::string::npos);
    CHECK(clinic.last().makes_record);
    CHECK(clinic.visit(visit)["notes"][0]["text"] == "Comes back on Friday");
    CHECK(clinic.refused("note", visit, {{"text", ""}}) == "invalid");
    CHECK(clinic.refused("note", visit, {{"text", std::string(4'001, 'x')}}) == "invalid");
    CHECK(clinic.refused("note", visit, {{"text", std::string(4'000, 'x')}}) == "(done)");
}

TEST_CASE("the first free room by id is given; the caller's own before it; when full, shared") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const auto goes_to = [&](const char* with, const Json& more = Json::object()) {
        const std::string visit = clinic.waiting(brook, with);
        return clinic.done("call", visit, more).value("room", "");
    };

    CHECK(goes_to("amani") == "c1");
    CHECK(goes_to("baraka") == "c2");
    CHECK(goes_to("baraka") == "c2");
    CHECK(goes_to("amani") == "c1");
    CHECK(goes_to("") == "c1");
    CHECK(goes_to("amani", {{"room", "c2"}}) == "c2");
    const std::string lost = clinic.waiting(brook);
    CHECK(clinic.refused("call", lost, {{"room", "attic"}}) == "unknown_room");
    CHECK(clinic.refused("call", lost, {{"practitioner", "zuberi"}}) == "unknown_practitioner");
    const std::string scan = clinic.waiting(amina, "dalila", "scan");
    CHECK_FALSE(clinic.done("call", scan).contains("room"));
}

TEST_CASE("two patients called by nobody in particular do not share a room while one is free") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const std::string first = clinic.waiting(amina);
    const std::string second = clinic.waiting(brook);

    CHECK(clinic.done("call", first)["room"] == "c1");
    CHECK(clinic.done("call", second)["room"] == "c2");
}

TEST_CASE("a room is free again when its visit has ended, or left after the call") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const std::string first = clinic.waiting(amina, "amani");
    clinic.done("call", first);
    clinic.done("leave", first);
    const std::string second = clinic.waiting(brook, "baraka");
    CHECK(clinic.done("call", second)["room"] == "c1");
    clinic.done("start", second);
    clinic.done("finish", second);
    CHECK(clinic.done("call", clinic.waiting(brook, "amani"))["room"] == "c1");
}

TEST_CASE("called again by somebody else, the patient goes to where they are") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const std::string other = clinic.waiting(brook, "baraka");
    clinic.done("call", other, {{"room", "c2"}});
    const std::string visit = clinic.waiting(amina, "amani");
    CHECK(clinic.done("call", visit)["room"] == "c1");

    const Json again = clinic.done("call", visit, {{"practitioner", "baraka"}});

    CHECK(again["server"] == "baraka");
    CHECK(again["room"] == "c2");
    CHECK(clinic.done("start", visit)["server"] == "baraka");
    CHECK(clinic.visit(visit)["room"] == "c2");
}

TEST_CASE("a start needs no call, and no practitioner is too busy for it") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    for (int n = 0; n < 3; ++n) {
        const std::string visit = clinic.waiting(brook, "amani");
        const Json in = clinic.done("start", visit);
        CHECK(in["status"] == "in-room");
        CHECK(in["server"] == "amani");
        CHECK(in["room"] == "c1");
    }
    CHECK(clinic.seen("queue")["in_room"].size() == 3);
}

TEST_CASE("a practitioner's state informs and refuses nothing") {
    ActsClinic clinic;
    clinic.clock("2026-03-02T09:00");
    const auto state_of = [&] {
        return clinic.seen("day", "2026-03-02")["practitioners"][0]["state"].get<std::string>();
    };
    CHECK(state_of() == "unknown");
    for (const char* state : {"in", "break", "out"}) {
        clinic.done("state", "amani", {{"state", state}});
        CHECK(state_of() == state);
        clinic.now.ms += 60'000;
        CHECK(clinic.done("call", clinic.waiting(brook, "amani"))["server"] == "amani");
    }
    CHECK(clinic.refused("state", "amani", {{"state", "away"}}) == "invalid");
    CHECK(clinic.refused("state", "zuberi", {{"state", "in"}}) == "unknown_practitioner");
}

TEST_CASE("each act is refused by name from a status that it makes no sense from") {
    ActsClinic clinic;
    const std::string booked = clinic.booked(amina, "2026-03-02T08:20");
    clinic.clock("2026-03-02T09:00");
    for (const char* act : {"call", "start", "finish", "leave"}) {
        CAPTURE(act);
        CHECK(clinic.refused(act, booked) == "wrong_status");
        CHECK(clinic.refused(act, "nobody") == "not_found");
    }
    const std::string here = clinic.waiting(brook);
    for (const char* act : {"cancel", "no-show", "check-in", "finish"}) {
        CHECK(clinic.refused(act, here) == "wrong_status");
    }
    CHECK(clinic.done("leave", here)["status"] == "left");
    for (const char* act : {"call", "start", "finish", "leave", "check-in"}) {
        CHECK(clinic.refused(act, here) == "wrong_status");
    }
}

TEST_CASE("a day's totals count what a visit came to, and a moved one where it ended up") {
    ActsClinic clinic;
    const std::string moved = clinic.booked(amina, "2026-03-02T08:20");
    const std::string kept = clinic.booked(brook, "2026-03-02T09:00");
    clinic.done("reschedule", moved, {{"start", "2026-03-03T09:00:00+03:00"}});
    clinic.clock("2026-03-02T09:00");
    clinic.done("check-in", kept);
    clinic.done("start", kept);
    clinic.done("finish", kept);
    clinic.done("leave", clinic.waiting(amina));

    CHECK(clinic.seen("totals", "2026-03-02") ==
          Json::parse(R"({"visits": 2, "booked": 1, "region": 0, "walk_ins": 1, "done": 1,
                          "cancelled": 0, "no_show": 0, "left": 1, "tickets": 2})"));
    CHECK(clinic.seen("totals", "2026-03-03")["visits"] == 1);
    CHECK(clinic.seen("totals", "2026-03-03")["booked"] == 1);
    CHECK(clinic.seen("totals", "2026-03-04")["visits"] == 0);
    for (const char* no_day : {"2026-02-30", "today", "", "2026-3-2"}) {
        CHECK(clinic.ask("totals", no_day, {}).refusal().field == "date");
        CHECK(clinic.ask("day", no_day, {}).refusal().field == "date");
    }
}

TEST_CASE("free times can be asked for as people read them: a plus that arrived as a space") {
    ActsClinic clinic;
    const auto first = [&](const char* from) {
        const Json slots = clinic.seen("slots", "",
                                       {{"service", "consult"},
                                        {"practitioner", "amani"},
                                        {"from", from},
                                        {"to", "2026-03-03"}});
        return slots["slots"][0]["start"].get<std::string>();
    };

    CHECK(first("2026-03-02T10:00:00+03:00") == first("2026-03-02T10:00:00 03:00"));
    CHECK(first("2026-03-02T10:00:00 03:00") >= "2026-03-02T10:00:00+03:00");
    CHECK(first("2026-03-02T10:00:00.500 03:00") >= "2026-03-02T10:00:00+03:00");
    for (const char* wrong : {" 03:00", "2026-03-02 10:00:00", "2026-03-02T10:00:00  03:00"}) {
        const auto refused = clinic.ask(
            "slots", "", {{"service", "consult"}, {"from", wrong}, {"to", "2026-03-03"}});
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.refusal().field == "from");
    }
}
