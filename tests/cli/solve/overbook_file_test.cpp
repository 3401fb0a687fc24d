#include "cli/solve/overbook_file.hpp"

#include <doctest/doctest.h>

#include "tests/cli/solve/page.hpp"

using namespace wayside;
using namespace wayside::cli::solve;

namespace {

std::string example() {
    return testing::block_of_page("## overbook", 0);
}

Result<OverbookFile> read(const std::string& text) {
    const auto json = LocatedJson::parse(text, "session.json");
    if (!json) return json.refusal();
    return decode_overbook_file(*json);
}

/// What is said of the example with one part put in place of another.
std::string refusal_with(const std::string& part, const std::string& instead) {
    const auto file = read(testing::with_part(example(), part, instead));
    return file ? "accepted" : file.refusal().detail;
}

}  // namespace

TEST_CASE("the sessions of the page are advised as the page says") {
    const auto file = read(example());

    REQUIRE_MESSAGE(file, file.refusal().detail);
    CHECK(encode_overbook_advice(*file, {}) == testing::block_of_page("## overbook", 1));
}

TEST_CASE("costs and caps that a file leaves out are the usual ones") {
    const auto file = read(R"({"format": "wayside-overbook-1",
                               "session": {"minutes": 60, "visits": [
                                 {"id": "a", "p50_minutes": 10, "p80_minutes": 12}]}})");

    REQUIRE_MESSAGE(file, file.refusal().detail);
    CHECK(file->costs.overtime == 9);
    CHECK(file->caps.extras_percent == 25);
    CHECK(file->session->step_minutes == 1);
    CHECK(file->session->visits[0].show_ppm == 1'000'000);
    CHECK_FALSE(file->slots.has_value());
}

TEST_CASE("what a session does not allow is refused by its name and line") {
    CHECK(refusal_with("wayside-overbook-1", "wayside-overbook") ==
          "session.json:1: the format is 'wayside-overbook-1'");
    CHECK(refusal_with("\"idle\": 6", "\"idle\": 1001") ==
          "session.json:2: a whole number from 0 to 1000 is wanted");
    CHECK(refusal_with("\"extras_percent\": 25", "\"extras_percent\": 101") ==
          "session.json:3: a whole number from 0 to 100 is wanted");
    CHECK(refusal_with("\"extra_show_percent\": 70,", "") ==
          "session.json:4: 'extra_show_percent' is missing");
    CHECK(refusal_with("[[70]", "[[101]") ==
          "session.json:5: a whole number from 0 to 100 is wanted");
    CHECK(refusal_with("\"step_minutes\": 5", "\"step_minutes\": 121") ==
          "session.json:6: a whole number from 1 to 120 is wanted");
    CHECK(refusal_with("\"p80_minutes\": 18", "\"p80_minutes\": 13") ==
          "session.json:8: four in five take no less than half of them");
    CHECK(refusal_with("\"id\": \"third\"", "\"id\": \"second\"") ==
          "session.json:9: 'second' is there twice");
    const auto empty = read("{\"format\": \"wayside-overbook-1\"}");
    REQUIRE_FALSE(empty);
    CHECK(empty.refusal().detail == "session.json:1: 'slots' or 'session' is wanted");
}

TEST_CASE("a damaged session is read or refused by its name, whatever was done to it") {
    std::mt19937_64 dice(89);
    int accepted = 0;
    for (int round = 0; round < 2'000; ++round) {
        const auto file = read(testing::damaged(example(), dice));
        if (file) {
            ++accepted;
            if (accepted < 20) CHECK_FALSE(encode_overbook_advice(*file, {1, 20}).empty());
            continue;
        }
        REQUIRE(file.refusal().detail.rfind("session.json:", 0) == 0);
    }
    CHECK(accepted > 0);
}
