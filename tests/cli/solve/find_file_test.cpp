#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "cli/solve/find_file.hpp"

using namespace wayside;
using namespace wayside::cli::solve;

namespace {

/// The blocks of the page that hold a whole document, in its order.
std::string block_of_page(int number) {
    std::ifstream in(WAYSIDE_SOLVE_PAGE);
    const std::string page{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    auto at = page.find("## find");
    for (int i = 0; i <= number; ++i) at = page.find("```json\n", at) + 8;
    return page.substr(at, page.find("```", at) - at);
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

/// The page's example with one part put in place of another.
std::string example_with(const std::string& part, const std::string& instead) {
    std::string text = block_of_page(0);
    const auto at = text.find(part);
    REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), instead);
}

}  // namespace

TEST_CASE("the questions of the page are answered as the page says") {
    const auto file = read(block_of_page(0));

    REQUIRE(file);
    CHECK(encode_answers(*file, answer_all(*file)) == block_of_page(1));
}

TEST_CASE("what a file of questions does not allow is refused by its name and line") {
    CHECK(refusal_of(example_with("wayside-find-1", "wayside-find-2")) ==
          "clinic.json:1: the format is 'wayside-find-1'");
    CHECK(refusal_of(example_with("\"days\": 1", "\"days\": 101")) ==
          "clinic.json:1: a whole number from 1 to 100 is wanted");
    CHECK(refusal_of(example_with("\"id\": \"ben\"", "\"id\": \"ama\"")) ==
          "clinic.json:4: 'ama' is there twice");
    CHECK(refusal_of(example_with("[\"ama\", \"ben\"]", "[\"ama\", \"eve\"]")) ==
          "clinic.json:7: there is no resource 'eve'");
    CHECK(refusal_of(example_with("\"from\": 0, \"to\": 20", "\"from\": 0, \"to\": 21")) ==
          "clinic.json:7: a multiple of 5 minutes is wanted");
    CHECK(refusal_of(example_with("\"from\": 0, \"to\": 20", "\"from\": 0, \"to\": 2245")) ==
          "clinic.json:7: a need lasts 5 to 2240 minutes");
    CHECK(
        refusal_of(example_with("\"2026-03-02T09:30\", \"to\"", "\"2026-02-30T09:30\", \"to\"")) ==
        "clinic.json:11: a time such as 2026-03-02T08:05 is wanted");
    CHECK(refusal_of(example_with("\"until\": \"2026-03-02T09:40\",", "")) ==
          "clinic.json:12: 'until' is missing");
    CHECK(refusal_of(example_with("\"choose\": \"best\"", "\"choose\": \"any\"")) ==
          "clinic.json:17: 'first', 'best' or 'diverse' is wanted");
    CHECK(refusal_of(example_with("\"class\": \"soon\"", "\"class\": \"late\"")) ==
          "clinic.json:17: there is no urgency 'late'");
}

TEST_CASE("a pool that is needed twice at the same time is refused, one after another is not") {
    const std::string need = "{\"name\": \"room\", \"pool\": \"room\", \"from\": 0, \"to\": 25}";
    const std::string again = ", {\"name\": \"ward\", \"pool\": \"room\", \"from\": ";

    CHECK(refusal_of(example_with(need, need + again + "20, \"to\": 30}")) ==
          "clinic.json:8: this pool is needed twice at the same time: say the sum once");
    CHECK(refusal_of(example_with(need, need + again + "25, \"to\": 30}")) == "accepted");
}

TEST_CASE("a file with anything changed is read or refused by name and line, never a crash") {
    std::mt19937_64 random(31);
    const std::string good = block_of_page(0);
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
