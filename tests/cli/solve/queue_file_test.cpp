#include "cli/solve/queue_file.hpp"

#include <doctest/doctest.h>

#include "tests/cli/solve/page.hpp"

using namespace wayside;
using namespace wayside::cli::solve;

namespace {

std::string example() {
    return testing::block_of_page("## queue", 0);
}

Result<QueueFile> read(const std::string& text) {
    const auto json = LocatedJson::parse(text, "room.json");
    if (!json) return json.refusal();
    return decode_queue_file(*json);
}

/// What is said of the example with one part put in place of another.
std::string refusal_with(const std::string& part, const std::string& instead) {
    const auto file = read(testing::with_part(example(), part, instead));
    return file ? "accepted" : file.refusal().detail;
}

}  // namespace

TEST_CASE("the queue of the page is answered as the page says") {
    const auto file = read(example());

    REQUIRE_MESSAGE(file, file.refusal().detail);
    CHECK(encode_queue_answer(*file, 1) == testing::block_of_page("## queue", 1));
}

TEST_CASE("a room without classes has the South African scale; its own classes replace it") {
    const auto file = read(example());
    REQUIRE(file);
    CHECK(file->room.scale == solver::queue::south_african_scale());

    const std::string own =
        "\"early_call_minutes\": 10, \"classes\": ["
        "{\"id\": \"red\", \"target_minutes\": 0, \"strict\": true},"
        "{\"id\": \"orange\", \"target_minutes\": 5},"
        "{\"id\": \"yellow\", \"target_minutes\": 6},"
        "{\"id\": \"green\", \"target_minutes\": 7}], \"services\"";
    const auto changed = read(testing::with_part(example(), "\"services\"", own));
    REQUIRE_MESSAGE(changed, changed.refusal().detail);
    CHECK(changed->room.scale.classes.size() == 4);
    CHECK(changed->room.scale.tier(3) == 1);
    CHECK(changed->room.scale.early_call_ms == 10 * solver::queue::minute_ms);
}

TEST_CASE("what a room does not allow is refused by its name and line") {
    CHECK(refusal_with("wayside-queue-1", "wayside-queue-2") ==
          "room.json:1: the format is 'wayside-queue-1'");
    CHECK(refusal_with("2026-03-02T09:00", "09:00") ==
          "room.json:1: a time such as 2026-03-02T08:05 is wanted");
    CHECK(refusal_with("\"p80_minutes\": 22", "\"p80_minutes\": 14") ==
          "room.json:3: four in five take no less than half of them");
    CHECK(refusal_with("\"id\": \"antenatal\"", "\"id\": \"consult\"") ==
          "room.json:4: 'consult' is there twice");
    CHECK(refusal_with("\"services\": [\"consult\"]", "\"services\": [\"surgery\"]") ==
          "room.json:6: there is no service 'surgery'");
    CHECK(refusal_with("T08:00\", \"2026-03-02T16:00", "T08:00\", \"2026-03-02T07:00") ==
          "room.json:6: a span ends after it begins");
    CHECK(refusal_with("\"ticket\": \"K-002\"", "\"ticket\": \"K-001\"") ==
          "room.json:12: 'K-001' is there twice");
    CHECK(refusal_with("\"class\": \"orange\"", "\"class\": \"purple\"") ==
          "room.json:14: there is no class 'purple'");
    CHECK(refusal_with("\"for\": \"amani\"}],", "\"for\": \"eve\"}],") ==
          "room.json:16: there is no server 'eve'");
    CHECK(refusal_with("\"show_percent\": 90", "\"show_percent\": 101") ==
          "room.json:19: a whole number from 0 to 100 is wanted");
    CHECK(refusal_with("\"per_1000_hours\": 300", "\"per_1000_hours\": 200001") ==
          "room.json:20: a whole number from 0 to 200000 is wanted");
}

TEST_CASE("a damaged room is read or refused by its name, whatever was done to it") {
    std::mt19937_64 dice(83);
    int accepted = 0;
    for (int round = 0; round < 2'000; ++round) {
        const auto file = read(testing::damaged(example(), dice));
        if (file) {
            ++accepted;
            if (accepted < 50) CHECK_FALSE(encode_queue_answer(*file, 1).empty());
            continue;
        }
        REQUIRE(file.refusal().detail.rfind("room.json:", 0) == 0);
    }
    CHECK(accepted > 0);
}
