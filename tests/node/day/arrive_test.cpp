// tests/node/day/arrive_test.cpp: at the kiosk nobody learns who is a patient.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/node/day/acts_clinic.hpp"

using namespace wayside;
using testing::ActsClinic;
using testing::amina;
using testing::Json;

namespace {

const Json as_amina{{"name", "amina KABAFENO"}, {"birth_date", "1966-05-02"}};

struct Kiosk : ActsClinic {
    std::string arrives(const Json& body) {
        at_screen("kiosk", "kiosk");
        const Json answer = done("arrive", "", body);
        CHECK(answer.size() == 1);
        CHECK(last().created);
        at_screen("desk", "receptionist");
        return answer["number"];
    }
    std::size_t visits() { return seen("day", "2026-03-02")["visits"].size(); }
};

}  // namespace

TEST_CASE("a booked patient is checked in by name and birth date, however the name is written") {
    Kiosk kiosk;
    const std::string visit = kiosk.booked(amina, "2026-03-02T08:20");
    kiosk.clock("2026-03-02T08:00");

    CHECK(kiosk.arrives(as_amina) == "K-001");

    CHECK(kiosk.visit(visit)["status"] == "waiting");
    CHECK(kiosk.visits() == 1);
}

TEST_CASE(
    "a code checks in its visit, typed as people type; a wrong one gives a walk-in's ticket") {
    Kiosk kiosk;
    const std::string visit = kiosk.booked(amina, "2026-03-02T08:20");
    std::string code = kiosk.visit(visit)["code"];
    kiosk.clock("2026-03-02T08:00");

    CHECK(kiosk.arrives({{"code", "WRONG-000"}}) == "K-001");
    CHECK(kiosk.visit(visit)["status"] == "booked");
    CHECK(kiosk.visits() == 2);
    code.insert(4, "-");
    std::transform(code.begin(), code.end(), code.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c == '0' ? 'o' : c;
    });
    CHECK(kiosk.arrives({{"code", code}}) == "K-002");
    CHECK(kiosk.visit(visit)["status"] == "waiting");
    CHECK(kiosk.visits() == 2);
}

TEST_CASE("pressed twice gives the same number, to patients and strangers alike") {
    Kiosk kiosk;
    kiosk.booked(amina, "2026-03-02T08:20");
    kiosk.clock("2026-03-02T08:00");
    const Json stranger{{"name", "Chidi"}, {"birth_date", "1980-01-01"}};

    CHECK(kiosk.arrives(as_amina) == "K-001");
    CHECK(kiosk.arrives(stranger) == "K-002");
    CHECK(kiosk.arrives(as_amina) == "K-001");
    CHECK(kiosk.arrives(stranger) == "K-002");
    CHECK(kiosk.visits() == 2);
}

TEST_CASE("a patient, a stranger and a wrong code are answered and told of in the same words") {
    const auto seen_of = [](const Json& body) {
        Kiosk kiosk;
        kiosk.booked(amina, "2026-03-02T08:20");
        kiosk.clock("2026-03-02T08:00");
        kiosk.at_screen("kiosk", "kiosk");
        const Json answer = kiosk.done("arrive", "", body);
        const auto& decision = kiosk.last();
        REQUIRE(decision.events.size() == 1);
        Json event = decision.events[0].data;
        CHECK(event["visit"].get<std::string>().size() == 26);
        event["visit"] = "an id";
        return Json{answer,          event,           decision.events[0].name, decision.created,
                    decision.remark, decision.reason, decision.makes_record};
    };

    const Json patient = seen_of(as_amina);
    CHECK(seen_of({{"name", "Chidi"}, {"birth_date", "1980-01-01"}}) == patient);
    CHECK(seen_of({{"code", "WRONG000"}}) == patient);
    CHECK(seen_of({{"name", "Amina Kabafeno"}}) == patient);
    CHECK(seen_of({{"name", "Amina Kabafeno"}, {"birth_date", "1966-05-03"}}) == patient);
}

TEST_CASE("two people of one name and birth date are told apart at the desk, not by the machine") {
    Kiosk kiosk;
    Json namesake = amina;
    namesake["id"] = "pt-77";
    namesake.erase("phone");
    const std::string first = kiosk.booked(amina, "2026-03-02T08:20");
    const std::string second = kiosk.booked(namesake, "2026-03-02T09:00");
    kiosk.clock("2026-03-02T08:00");
    kiosk.done("check-in", first);

    CHECK(kiosk.arrives(as_amina) == "K-001");

    CHECK(kiosk.visit(second)["status"] == "booked");
    REQUIRE(kiosk.visits() == 3);
    for (const Json& visit : kiosk.seen("day", "2026-03-02")["visits"]) {
        if (visit["walk_in"] != true) continue;
        CHECK(visit["patient"]["id"] != kiosk.visit(first)["patient"]["id"]);
        CHECK(visit["patient"]["id"] != kiosk.visit(second)["patient"]["id"]);
    }
}

TEST_CASE("somebody whom the clinic knows but does not expect gets a record of their own") {
    Kiosk kiosk;
    Json known{{"id", "pt-5"}, {"name", "Chidi"}, {"birth_date", "1980-01-01"}};
    const std::string earlier = kiosk.booked(known, "2026-03-02T08:20");
    kiosk.done("cancel", earlier);
    kiosk.clock("2026-03-02T08:00");

    kiosk.arrives({{"name", "Chidi"}, {"birth_date", "1980-01-01"}});

    const auto found = kiosk.seen("patients", "", {{"search", "chidi"}})["patients"];
    CHECK(found.size() == 2);
}

TEST_CASE("a no-show who turns up at the kiosk is checked in; of two visits the earlier is meant") {
    Kiosk kiosk;
    const std::string missed = kiosk.booked(amina, "2026-03-02T08:20");
    const std::string later = kiosk.booked(amina, "2026-03-02T15:00", "dalila", "scan");
    kiosk.clock("2026-03-02T09:00");
    kiosk.done("no-show", missed);

    kiosk.arrives(as_amina);
    CHECK(kiosk.visit(later)["status"] == "waiting");
    CHECK(kiosk.visit(missed)["status"] == "no-show");
    kiosk.done("start", later);
    kiosk.done("finish", later);
    kiosk.arrives(as_amina);
    CHECK(kiosk.visit(missed)["status"] == "waiting");
}

TEST_CASE("a booking of another day is not checked in by its patient's name or code") {
    Kiosk kiosk;
    const std::string tuesday = kiosk.booked(amina, "2026-03-03T08:20");
    kiosk.clock("2026-03-02T09:00");

    kiosk.arrives(as_amina);
    kiosk.arrives({{"code", kiosk.visit(tuesday)["code"]}});

    CHECK(kiosk.visit(tuesday)["status"] == "booked");
    CHECK(kiosk.visits() == 2);
}

TEST_CASE("what a kiosk cannot mean is refused the same way, whoever it is") {
    Kiosk kiosk;
    kiosk.booked(amina, "2026-03-02T08:20");
    kiosk.clock("2026-03-02T08:00");

    CHECK(kiosk.refused("arrive", "") == "invalid");
    CHECK(kiosk.refused("arrive", "", {{"code", " - "}}) == "invalid");
    for (const char* name : {"Amina Kabafeno", "Chidi"}) {
        CHECK(kiosk.refused("arrive", "", {{"name", name}, {"birth_date", "1966-02-31"}}) ==
              "invalid");
        CHECK(kiosk.refused("arrive", "", {{"name", name}, {"service", 5}}) == "invalid");
    }
    CHECK(kiosk.visits() == 1);
}
