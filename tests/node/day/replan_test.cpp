// tests/node/day/replan_test.cpp: what proposals cost the desk's thread.

#include <doctest/doctest.h>
#include <time.h>

#include "tests/node/day/acts_clinic.hpp"

using namespace wayside;
using testing::ActsClinic;
using testing::amina;
using testing::brook;
using testing::Json;

namespace {

std::int64_t processor_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1'000 + now.tv_nsec / 1'000'000;
}

/// Books whatever fits, from eight to four.
void fill(ActsClinic& clinic) {
    int count = 0;
    for (const char* who : {"amani", "baraka"}) {
        for (int minute = 8 * 60; minute < 16 * 60; minute += 20) {
            const std::string start = "2026-03-02T" + care::LocalTime{minute}.text() + ":00+03:00";
            const Json patient{{"id", "pt-" + std::to_string(count++)}, {"name", "Somebody"}};
            const Json body{{"patient", patient},
                            {"service", "consult"},
                            {"practitioner", who},
                            {"start", start}};
            (void)clinic.give("book", "", body);
        }
    }
}

}  // namespace

TEST_CASE("a full day that is replanned twice gives the same proposals") {
    ActsClinic clinic;
    fill(clinic);
    clinic.clock("2026-03-02T08:30");

    const auto begun = processor_ms();
    const Json asked = clinic.seen("absence-proposals", "amani");
    const auto took = processor_ms() - begun;

    MESSAGE("proposals for " << asked["struck"] << " struck visits took " << took
                             << " ms of processor time");
    for (const Json& each : asked["proposals"]) {
        MESSAGE(each["name"] << " " << each["costs"].dump());
    }
    CHECK(asked["struck"] > 15);
    // The figure is for whoever reads it: a bound on it would fail on a busy or a slow machine.
    CHECK(clinic.seen("absence-proposals", "amani") == asked);
}

TEST_CASE("beside the fullest plan stands one in which nobody comes at another time") {
    ActsClinic clinic;
    const std::string ten = clinic.booked(amina, "2026-03-02T10:00");
    const std::string eleven = clinic.booked(brook, "2026-03-02T11:00");
    clinic.booked({{"id", "pt-3"}, {"name", "Chika"}}, "2026-03-02T10:00", "baraka");
    clinic.clock("2026-03-02T09:00");

    const Json shown = clinic.seen("absence-proposals", "amani")["proposals"];

    REQUIRE(shown.size() == 2);
    CHECK(shown[0]["costs"]["moved"] == 2);
    CHECK(shown[1]["costs"]["moved"] == 1);
    CHECK(shown[1]["costs"]["unplaced"] == 1);
    CHECK(shown[1]["costs"]["waiting_minutes"] == 0);
    CHECK(shown[1]["costs"]["not_struck"] == 0);
    CHECK(shown[1]["changes"][0]["visit"] == eleven);
    CHECK(shown[1]["changes"][1]["visit"] == ten);
}

TEST_CASE("where every plan is as good, all may still be booked anew by hand") {
    ActsClinic clinic;
    clinic.booked(amina, "2026-03-02T10:00");
    clinic.clock("2026-03-02T09:00");

    const Json shown = clinic.seen("absence-proposals", "amani")["proposals"];

    REQUIRE(shown.size() == 2);
    CHECK(shown[0]["name"] == "best");
    CHECK(shown[0]["costs"]["unplaced"] == 0);
    CHECK(shown[1]["name"] == "by_hand");
    CHECK(shown[1]["costs"]["moved"] == 0);
}

TEST_CASE("no more bookings are moved than the desk allows") {
    ActsClinic clinic;
    fill(clinic);
    clinic.clock("2026-03-02T08:30");
    for (const std::size_t cap : {0, 1, 2}) {
        const auto text = std::to_string(cap);
        const Json asked = clinic.seen("absence-proposals", "amani", {{"most_moved", text}});
        for (const Json& each : asked["proposals"]) CHECK(each["costs"]["moved"] <= cap);
    }
    CHECK(clinic.seen("absence-proposals", "amani",
                      {{"most_moved", "2"}})["proposals"][0]["costs"]["moved"] == 2);
    for (const char* bad : {"-1", "2.5", "many", "100001", "99999999999999999999999"}) {
        const auto refused = clinic.ask("absence-proposals", "amani", {{"most_moved", bad}});
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.refusal().field == "most_moved");
    }
}
