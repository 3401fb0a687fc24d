// tests/node/day/replan_test.cpp: what proposals cost the desk's thread.

#include <doctest/doctest.h>
#include <time.h>

#include "tests/node/day/acts_clinic.hpp"

using namespace wayside;
using testing::ActsClinic;
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
