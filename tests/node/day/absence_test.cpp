// tests/node/day/absence_test.cpp: sick today: proposals, one of them done, and taken back.

#include <doctest/doctest.h>

#include "node/rota/absences.hpp"
#include "tests/node/day/acts_clinic.hpp"

using namespace wayside;
using testing::ActsClinic;
using testing::amina;
using testing::brook;
using testing::ClinicBox;
using testing::Json;

namespace {

Json person(int number) {
    return {{"id", "pt-" + std::to_string(number)},
            {"name", "Person " + std::to_string(number)},
            {"birth_date", "1980"},
            {"phone", "+25570000" + std::to_string(1000 + number)}};
}

/// Monday 2 March, 09:00: Amani has bookings at 10:00, 11:00 and 14:00, Baraka one at 10:00.
struct SickClinic : ActsClinic {
    explicit SickClinic(std::uint8_t number = 1) : ActsClinic(number) {
        ten = booked(amina, "2026-03-02T10:00");
        eleven = booked(person(11), "2026-03-02T11:00");
        two = booked(person(14), "2026-03-02T14:00");
        other = booked(brook, "2026-03-02T10:00", "baraka");
        clock("2026-03-02T09:00");
    }
    Json asked(const char* who = "amani", const desk::Parameters& parameters = {}) {
        return seen("absence-proposals", who, parameters);
    }
    static Json body_of(const Json& asked, std::size_t which = 0) {
        const Json& proposal = asked["proposals"].at(which);
        Json changes = Json::array();
        for (const Json& each : proposal["changes"]) {
            changes.push_back({{"visit", each["visit"]}, {"to", each["to"]}});
        }
        return {{"from", asked["from"]},
                {"until", asked["until"]},
                {"proposal", proposal["proposal"]},
                {"changes", changes}};
    }
    /// The first proposal, done; the absence.
    std::string accepted(const char* who = "amani", const desk::Parameters& parameters = {}) {
        return done("absence", who, body_of(asked(who, parameters)))["id"];
    }
    std::string place(const std::string& id) {
        const Json shown = visit(id);
        return shown["start"].get<std::string>().substr(11, 5) + " " +
               shown["practitioner"].get<std::string>();
    }
    std::string state_of(const std::string& who) {
        const Json day = seen("day", "2026-03-02");
        for (const Json& each : day["practitioners"]) {
            if (each["id"] == who) return each["state"];
        }
        return "";
    }
    /// The whole day as the desk sees it, but for when each visit was last written.
    Json whole_day() {
        Json day = seen("day", "2026-03-02");
        for (Json& each : day["visits"]) each.erase("changed");
        return day;
    }
    std::string ten, eleven, two, other;
};

const Json* change_of(const Json& changes, const std::string& visit) {
    for (const Json& each : changes) {
        if (each["visit"] == visit) return &each;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("a sick practitioner's patients are offered others, and nobody else is touched") {
    SickClinic clinic;

    const Json asked = clinic.asked();

    CHECK(asked["from"] == "2026-03-02T09:05:00+03:00");
    CHECK(asked["until"] == "2026-03-03T04:00:00+03:00");
    CHECK(asked["struck"] == 3);
    REQUIRE(asked["proposals"].size() >= 2);
    CHECK(asked["proposals"].size() <= 3);
    CHECK(asked["proposals"][0]["costs"]["unplaced"] == 0);
    for (const auto& struck : {clinic.ten, clinic.eleven, clinic.two}) {
        const Json* change = change_of(asked["proposals"][0]["changes"], struck);
        REQUIRE(change != nullptr);
        CHECK((*change)["from"]["practitioner"] == "amani");
        CHECK((*change)["to"]["practitioner"] == "baraka");
    }
    const Json* free = change_of(asked["proposals"][0]["changes"], clinic.eleven);
    CHECK((*free)["to"]["start"] == "2026-03-02T11:00:00+03:00");
    CHECK((*free)["patient"]["phone"] == "+255700001011");
}

TEST_CASE("asked twice, the same is proposed; asking changes nothing") {
    SickClinic clinic;
    const Json before = clinic.whole_day();

    const Json first = clinic.asked();
    const Json second = clinic.asked();

    CHECK(first == second);
    CHECK(clinic.whole_day() == before);
}

TEST_CASE("a proposal is one entry: who is absent, who goes where, and why") {
    SickClinic clinic;
    const Json asked = clinic.asked();

    const Json answer = clinic.done("absence", "amani", SickClinic::body_of(asked));

    const desk::Decision& decision = clinic.last();
    CHECK(decision.created);
    CHECK(decision.edits.size() == 1);
    CHECK(decision.reason == "sick");
    CHECK(decision.remark.find("3 moved, 0 to rebook") != std::string::npos);
    CHECK(decision.remark.find(asked["proposals"][0]["proposal"].get<std::string>()) !=
          std::string::npos);
    CHECK(answer.dump().find("Amina") == std::string::npos);
    CHECK(answer["changes"].size() == 3);
    CHECK(clinic.place(clinic.eleven) == "11:00 baraka");
    CHECK(clinic.place(clinic.other) == "10:00 baraka");
    CHECK(clinic.visit(clinic.ten)["status"] == "booked");
    CHECK(clinic.state_of("amani") == "out");
    CHECK(clinic.seen("day", "2026-03-02")["practitioners"][0]["absences"][0]["id"] ==
          answer["id"]);
}

TEST_CASE("who must be told stands in the absence, with the phone, what was and what is") {
    SickClinic clinic;
    const std::string id = clinic.accepted();

    const Json absence = clinic.seen("absence", id);

    CHECK(absence["changes"].size() == 3);
    const Json* told = change_of(absence["changes"], clinic.ten);
    REQUIRE(told != nullptr);
    CHECK((*told)["patient"]["phone"] == amina["phone"]);
    CHECK((*told)["from"]["practitioner"] == "amani");
    CHECK((*told)["from"]["start"] == "2026-03-02T10:00:00+03:00");
    CHECK((*told)["to"]["practitioner"] == "baraka");
}

TEST_CASE("an undo restores exactly what was before") {
    SickClinic clinic;
    clinic.done("state", "amani", {{"state", "break"}});
    clinic.done("check-in", clinic.ten, {{"practitioner", "amani"}});
    const std::string walk_in = clinic.waiting(person(30), "amani");
    const Json before = clinic.whole_day();
    clinic.clock("2026-03-02T09:02");
    const std::string id = clinic.accepted();
    REQUIRE(clinic.whole_day() != before);
    REQUIRE(clinic.visit(walk_in)["practitioner"] != "amani");
    clinic.clock("2026-03-02T09:20");

    const Json answer = clinic.done("undo-absence", id);

    CHECK(answer["undone"] == true);
    CHECK(clinic.last().edits.size() == 1);
    CHECK(clinic.whole_day() == before);
    CHECK(clinic.refused("undo-absence", id) == "already_undone");
    CHECK(clinic.asked()["struck"] == 4);
}

TEST_CASE("an undo within the same millisecond restores what was before, as often as it is done") {
    SickClinic clinic;
    clinic.done("state", "amani", {{"state", "in"}});
    clinic.clock("2026-03-02T09:02");
    const Json before = clinic.whole_day();

    for (int i = 0; i < 8; ++i) {
        clinic.done("undo-absence", clinic.accepted());
        CHECK(clinic.whole_day() == before);
    }
}

TEST_CASE("a visit that has gone on since it was moved stands in the way of the undo") {
    SickClinic clinic;
    const std::string id = clinic.accepted();
    clinic.clock("2026-03-02T09:01");
    clinic.done("check-in", clinic.eleven);
    const Json before = clinic.whole_day();

    const auto refused = clinic.give("undo-absence", id, Json::object());

    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.refusal().rule_name() == std::string("moved_on"));
    CHECK(refused.refusal().detail.find("11:00 baraka (waiting)") != std::string::npos);
    CHECK(clinic.whole_day() == before);
}

TEST_CASE("where the day has gone on too far, the practitioner is back and the visits stay") {
    SickClinic clinic;
    const std::string id = clinic.accepted();
    clinic.clock("2026-03-02T09:01");
    clinic.done("check-in", clinic.eleven);

    const Json answer = clinic.done("undo-absence", id, {{"visits", "keep"}});

    CHECK(answer["restored"] == 0);
    CHECK(clinic.place(clinic.eleven) == "11:00 baraka");
    CHECK(clinic.state_of("amani") == "unknown");
    CHECK(clinic.done("reschedule", clinic.ten,
                      {{"start", "2026-03-02T10:00:00+03:00"},
                       {"practitioner", "amani"}})["practitioner"] == "amani");
    CHECK(clinic.refused("undo-absence", id, {{"visits", "some"}}) == "invalid");
}

TEST_CASE("an old place that was given away since stands in the way of the undo") {
    SickClinic clinic;
    // A procedure takes both rooms, so whoever stood beside it would lack one.
    const std::string id = clinic.accepted("amani", {{"from", "2026-03-02T13:30:00+03:00"}});
    REQUIRE(clinic.place(clinic.two) == "14:00 baraka");
    clinic.clock("2026-03-02T09:01");
    clinic.done("undo-absence", id);
    REQUIRE(clinic.place(clinic.two) == "14:00 amani");
    const std::string again = clinic.accepted(
        "amani", {{"from", "2026-03-02T13:30:00+03:00"}, {"until", "2026-03-02T14:10:00+03:00"}});
    REQUIRE(clinic.place(clinic.two) == "14:00 baraka");
    clinic.booked(person(40), "2026-03-02T14:10", "amani");

    CHECK(clinic.refused("undo-absence", again) == "practitioner_taken");
}

TEST_CASE("who is in a room is finished; who waits is handed on without losing the place in line") {
    SickClinic clinic;
    clinic.done("check-in", clinic.ten);
    clinic.done("start", clinic.ten);
    const std::string walk_in = clinic.waiting(person(30), "amani");
    const Json line = clinic.seen("queue")["waiting"];

    const Json asked = clinic.asked();
    clinic.done("absence", "amani", SickClinic::body_of(asked));

    REQUIRE(asked["under_way"].size() == 1);
    CHECK(asked["under_way"][0]["id"] == clinic.ten);
    CHECK(clinic.place(clinic.ten) == "10:00 amani");
    const Json after = clinic.seen("queue")["waiting"];
    CHECK(after[0]["due"] == line[0]["due"]);
    CHECK(after[0]["visit"] == walk_in);
    CHECK(clinic.visit(walk_in).value("practitioner", "") != "amani");
    CHECK(clinic.done("finish", clinic.ten)["status"] == "done");
}

TEST_CASE("whom nobody else can see stays booked, marked to be rebooked until somebody does") {
    SickClinic clinic;
    clinic.done("absence", "eshe", SickClinic::body_of(clinic.asked("eshe")));
    const std::string scan = clinic.booked(person(20), "2026-03-02T10:00", "dalila", "scan");

    const Json asked = clinic.asked("dalila");
    REQUIRE(asked["proposals"].size() == 1);
    CHECK(asked["proposals"][0]["costs"]["unplaced"] == 1);
    const std::string id = clinic.done("absence", "dalila", SickClinic::body_of(asked))["id"];

    CHECK(clinic.visit(scan)["status"] == "booked");
    CHECK(clinic.visit(scan)["to_rebook"] == true);
    CHECK(clinic.seen("absence", id)["changes"][0]["to"].is_null());
    clinic.done("reschedule", scan,
                {{"start", "2026-03-03T10:00:00+03:00"}, {"practitioner", "dalila"}});
    CHECK_FALSE(clinic.visit(scan).contains("to_rebook"));
    CHECK(clinic.seen("absence", id)["changes"][0]["to_rebook"] == false);
}

TEST_CASE("a proposal that holds no longer is refused, and fresh ones follow") {
    SickClinic clinic;
    const Json body = SickClinic::body_of(clinic.asked());

    SUBCASE("another patient was booked with the sick practitioner meanwhile") {
        clinic.booked(person(50), "2026-03-02T15:00");
    }
    SUBCASE("a place that it needs was given away") {
        clinic.booked(person(51), "2026-03-02T11:00", "baraka");
    }
    SUBCASE("one of its visits was moved") {
        clinic.done("reschedule", clinic.two, {{"start", "2026-03-02T15:00:00+03:00"}});
    }
    SUBCASE("one of its visits went into a room") {
        clinic.done("check-in", clinic.two);
        clinic.done("start", clinic.two);
    }
    SUBCASE("its times have passed") {
        clinic.clock("2026-03-02T11:30");
    }
    const Json before = clinic.whole_day();

    CHECK(clinic.refused("absence", "amani", body) == "proposal_outdated");
    CHECK(clinic.whole_day() == before);
    CHECK(clinic.done("absence", "amani", SickClinic::body_of(clinic.asked()))["undone"] == false);
}

TEST_CASE("an unrelated act does not outdate a proposal") {
    SickClinic clinic;
    const Json body = SickClinic::body_of(clinic.asked());
    clinic.waiting(person(60));
    clinic.done("check-in", clinic.other);
    clinic.clock("2026-03-02T09:03");

    CHECK(clinic.refused("absence", "amani", body) == "(done)");
}

TEST_CASE("a proposal that was never made is refused, whatever it says") {
    SickClinic clinic;
    const Json asked = clinic.asked();
    Json body = SickClinic::body_of(asked);
    body["changes"][0]["to"]["start"] = "2026-03-02T16:20:00+03:00";
    CHECK(clinic.refused("absence", "amani", body) == "proposal_outdated");

    body = SickClinic::body_of(asked);
    body["changes"].erase(0);
    CHECK(clinic.refused("absence", "amani", body) == "proposal_outdated");
    body["changes"] = "all";
    CHECK(clinic.refused("absence", "amani", body) == "invalid");
    body["changes"] = Json::array({1});
    CHECK(clinic.refused("absence", "amani", body) == "invalid");
    CHECK(clinic.refused("absence", "ghost", SickClinic::body_of(asked)) == "unknown_practitioner");
    CHECK(clinic.refused("undo-absence", clinic.ten) == "not_found");
}

TEST_CASE("3,000 mutated proposals are refused, or done as they were shown and taken back") {
    SickClinic clinic;
    const Json before = clinic.whole_day();
    const std::string good = SickClinic::body_of(clinic.asked()).dump();
    SeededRandom random(20261122);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 3'000; ++i) {
        std::string text = good;
        for (std::uint64_t n = 1 + random.below(3); n > 0; --n) {
            text[random.below(text.size())] = static_cast<char>(random.below(256));
        }
        const Json body = Json::parse(text, nullptr, false);
        if (body.is_discarded()) continue;
        ++read;
        const auto answer = clinic.give("absence", "amani", body);
        refused += answer ? 0 : 1;
        if (answer) clinic.done("undo-absence", (*answer)["id"]);
    }

    CHECK(read > 300);
    CHECK(refused > read / 2);
    CHECK(clinic.whole_day() == before);
}

TEST_CASE("nobody is booked with a practitioner who is absent, and no slot of theirs is offered") {
    SickClinic clinic;
    clinic.accepted(
        "amani", {{"from", "2026-03-02T13:00:00+03:00"}, {"until", "2026-03-02T15:00:00+03:00"}});

    const auto refused = clinic.give("book", "",
                                     {{"patient", person(70)},
                                      {"service", "consult"},
                                      {"practitioner", "amani"},
                                      {"start", "2026-03-02T14:20:00+03:00"}});

    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.refusal().rule_name() == std::string("practitioner_absent"));
    const Json open = clinic.seen("slots", "",
                                  {{"service", "consult"},
                                   {"practitioner", "amani"},
                                   {"from", "2026-03-02T13:20:00+03:00"},
                                   {"to", "2026-03-02T16:00:00+03:00"}})["slots"];
    REQUIRE_FALSE(open.empty());
    for (const Json& slot : open) CHECK(slot["start"] >= "2026-03-02T15:00:00+03:00");
    CHECK(clinic.place(clinic.two) == "14:00 baraka");
    CHECK(clinic.place(clinic.ten) == "10:00 amani");
    CHECK(clinic.state_of("amani") == "unknown");
    CHECK(clinic.refused("absence", "amani",
                         {{"from", "2026-03-02T14:00:00+03:00"},
                          {"until", "2026-03-02T14:30:00+03:00"},
                          {"proposal", "x"},
                          {"changes", Json::array()}}) == "already_absent");
}

TEST_CASE("a replica that takes the entries shows the same day, sick and well again") {
    SickClinic here;
    ActsClinic there(2);
    const auto agree = [&] {
        there.take_from(here);
        there.now = here.now;
        CHECK(there.seen("day", "2026-03-02") == here.seen("day", "2026-03-02"));
    };

    const std::string id = here.accepted();
    agree();
    CHECK(there.seen("absence", id) == here.seen("absence", id));
    here.clock("2026-03-02T09:10");
    here.done("undo-absence", id);
    agree();
    CHECK(there.refused("undo-absence", id) == "already_undone");
}
