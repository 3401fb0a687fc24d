// tests/node/day/replan_test.cpp: what proposals cost the desk's thread.

#include <doctest/doctest.h>
#include <time.h>

#include "tests/node/day/acts_clinic.hpp"

using namespace wayside;
using testing::ActsClinic;
using testing::Json;

TEST_CASE("a full day is replanned in little of the desk's time") {
    ActsClinic clinic;
    int count = 0;
    for (const char* who : {"amani", "baraka"}) {
        for (int slot = 0; slot < 24; ++slot) {
            const int minute = 8 * 60 + slot * 20;
            char start[32];
            std::snprintf(start, sizeof(start), "2026-03-02T%02d:%02d:00+03:00", minute / 60,
                          minute % 60);
            (void)clinic.give(
                "book", "",
                {{"patient", Json{{"id", "pt-" + std::to_string(count++)}, {"name", "Somebody"}}},
                 {"service", "consult"},
                 {"practitioner", who},
                 {"start", start}});
        }
    }
    clinic.clock("2026-03-02T08:30");
    const auto spent_ms = [] {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return now.tv_sec * 1'000 + now.tv_nsec / 1'000'000;
    };

    const auto begun = spent_ms();
    const Json asked = clinic.seen("absence-proposals", "amani");
    const auto took = spent_ms() - begun;

    MESSAGE("proposals for " << asked["struck"] << " struck visits took " << took
                             << " ms of processor time");
    for (const Json& each : asked["proposals"]) {
        MESSAGE(each["name"] << " " << each["costs"].dump());
    }
    CHECK(took < 3'000);
}
