#include <doctest/doctest.h>

#include <random>
#include <string>

#include "cli/solve/find_file.hpp"
#include "tests/cli/solve/page.hpp"

using namespace wayside;
using namespace wayside::cli::solve;

namespace {

std::string block(int number) {
    return testing::block_of_page("## find", number);
}

Result<FindFile> read(const std::string& text) {
    const auto json = LocatedJson::parse(text, "clinic.json");
    if (!json) return json.refusal();
    return decode_find_file(*json);
}

std::string refusal_of(const std::string& text) {
    const auto file = read(text);
    return file ? "accepted" : file.refusal().detail;
}

/// What is said of the page's example with one part put in place of another.
std::string refusal_with(const std::string& part, const std::string& instead) {
    return refusal_of(testing::with_part(block(0), part, instead));
}

}  // namespace

TEST_CASE("the questions of the page are answered as the page says") {
    const auto file = read(block(0));

    REQUIRE(file);
    CHECK(encode_answers(*file, answer_all(*file)) == block(1));
}

TEST_CASE("what a file of questions does not allow is refused by its name and line") {
    CHECK(refusal_with("wayside-find-1", "wayside-find-2") ==
          "clinic.json:1: the format is 'wayside-find-1'");
    CHECK(refusal_with("\"days\": 1", "\"days\": 101") ==
          "clinic.json:1: a whole number from 1 to 100 is wanted");
    CHECK(refusal_with("\"id\": \"ben\"", "\"id\": \"ama\"") ==
          "clinic.json:4: 'ama' is there twice");
    CHECK(refusal_with("[\"ama\", \"ben\"]", "[\"ama\", \"eve\"]") ==
          "clinic.json:7: there is no resource 'eve'");
    CHECK(refusal_with("\"from\": 0, \"to\": 20", "\"from\": 0, \"to\": 21") ==
          "clinic.json:7: a multiple of 5 minutes is wanted");
    CHECK(refusal_with("\"from\": 0, \"to\": 20", "\"from\": 0, \"to\": 2245") ==
          "clinic.json:7: a need lasts 5 to 2240 minutes");
    CHECK(refusal_with("\"2026-03-02T09:30\", \"to\"", "\"2026-02-30T09:30\", \"to\"") ==
          "clinic.json:11: a time such as 2026-03-02T08:05 is wanted");
    CHECK(refusal_with("\"until\": \"2026-03-02T09:40\",", "") ==
          "clinic.json:12: 'until' is missing");
    CHECK(refusal_with("\"choose\": \"best\"", "\"choose\": \"any\"") ==
          "clinic.json:17: 'first', 'best' or 'diverse' is wanted");
    CHECK(refusal_with("\"class\": \"soon\"", "\"class\": \"late\"") ==
          "clinic.json:17: there is no urgency 'late'");
}

TEST_CASE("a pool that is needed twice at the same time is refused, one after another is not") {
    const std::string need = "{\"name\": \"room\", \"pool\": \"room\", \"from\": 0, \"to\": 25}";
    const std::string again = ", {\"name\": \"ward\", \"pool\": \"room\", \"from\": ";

    CHECK(refusal_with(need, need + again + "20, \"to\": 30}") ==
          "clinic.json:8: this pool is needed twice at the same time: say the sum once");
    CHECK(refusal_with(need, need + again + "25, \"to\": 30}") == "accepted");
}

TEST_CASE("a file with anything changed is read or refused by name and line, never a crash") {
    std::mt19937_64 random(31);
    const std::string good = block(0);
    int refused = 0;
    for (int round = 0; round < 3'000; ++round) {
        std::string text = good;
        for (std::uint64_t i = 1 + random() % 3; i > 0; --i) {
            const std::size_t at = random() % text.size();
            const std::size_t length = random() % 12;
            switch (random() % 3) {
                case 0:
                    text[at] = static_cast<char>(random() % 128);
                    break;
                case 1:
                    text.erase(at, length);
                    break;
                default:
                    text.insert(at, good.substr(random() % good.size(), length));
            }
        }
        const auto file = read(text);
        if (file) {
            encode_answers(*file, answer_all(*file));
            continue;
        }
        ++refused;
        REQUIRE(file.refusal().detail.rfind("clinic.json:", 0) == 0);
    }
    CHECK(refused > 1'000);
    CHECK(refused < 3'000);
}
