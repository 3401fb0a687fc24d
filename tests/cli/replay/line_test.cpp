#include "cli/replay/line.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::replay;

namespace {

const std::string name = "day-2026-03-02.jsonl";
const std::string booking =
    R"({"at":"2026-03-01T18:01:24+03:00","device":"desk","action":"book","appointment":"a-1",)"
    R"("patient":{"id":"pt-1"},"service":"consult","start":"2026-03-02T08:20:00+03:00"})";
const std::string call = R"({"at":"2026-03-02T08:00:18+03:00","device":"provider","action":"call",)"
                         R"("appointment":"a 1/ü","practitioner":"eshe"})";
const std::string state =
    R"({"at":"2026-03-02T07:51:28+03:00","device":"provider","action":"practitioner",)"
    R"("practitioner":"furaha","state":"in"})";

Line line_of(const std::string& text) {
    auto line = decode_line(name, 1, text);
    REQUIRE(line);
    return *line;
}

std::filesystem::path written(const std::string& text) {
    const auto file = std::filesystem::temp_directory_path() / "wayside-replay-line-test.jsonl";
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

}  // namespace

TEST_CASE("a booking's line becomes a booking that bears the appointment as its identifier") {
    const Line line = line_of(booking);

    CHECK(line.target == Target::new_visit);
    CHECK(line.path("") == "/api/bookings");
    CHECK(line.device == "desk");
    CHECK(line.at == "2026-03-01T18:01:24+03:00");
    CHECK(line.local_date() == "2026-03-02");
    CHECK(line.body == nlohmann::json::parse(
                           R"({"identifier":"a-1","patient":{"id":"pt-1"},"service":"consult",)"
                           R"("start":"2026-03-02T08:20:00+03:00"})"));
}

TEST_CASE("an act's line goes to the visit that the node knows") {
    const Line line = line_of(call);

    CHECK(line.target == Target::visit);
    CHECK(line.path("abc") == "/api/visits/abc/call");
    CHECK(line.body == nlohmann::json{{"practitioner", "eshe"}});
    CHECK(line.local_date() == "2026-03-02");
    CHECK(percent_encoded(line.appointment) == "a%201%2F%C3%BC");
}

TEST_CASE("a practitioner's line goes to the practitioner") {
    const Line line = line_of(state);

    CHECK(line.target == Target::practitioner);
    CHECK(line.path("") == "/api/practitioners/furaha/state");
    CHECK(line.body == nlohmann::json{{"state", "in"}});
    CHECK(line.appointment.empty());
}

TEST_CASE("a line's key changes with its file's name, its number and its text, and with no more") {
    const std::string key = key_of(name, 1, booking);

    CHECK(key.size() == 64);
    CHECK(key == line_of(booking).key);
    CHECK(key != key_of("another.jsonl", 1, booking));
    CHECK(key != key_of(name, 2, booking));
    CHECK(key != key_of(name, 1, call));
}

TEST_CASE("a line that cannot be read is named by file and number") {
    const auto file = written(booking + "\n\n" + call + "\r\n{\"at\":1}\n");

    const auto script = read_script(file);

    REQUIRE_FALSE(script);
    CHECK(script.refusal().detail.find(file.string() + ", line 4: ") == 0);
    std::filesystem::remove(file);
}

TEST_CASE("empty lines are counted and passed over, and a carriage return is no part of a line") {
    const auto file = written("\n" + booking + "\r\n  \n" + call);

    const auto script = read_script(file);

    REQUIRE(script);
    REQUIRE(script->lines.size() == 2);
    CHECK(script->name == "wayside-replay-line-test.jsonl");
    CHECK(script->lines[0].number == 2);
    CHECK(script->lines[0].key == key_of(script->name, 2, booking));
    CHECK(script->lines[1].number == 4);
    std::filesystem::remove(file);
}

TEST_CASE("what lacks a line's fields is refused") {
    for (
        const char* wrong : {
            "",
            "[]",
            "{",
            R"({"at":"2026-03-01","device":"desk","action":"book","appointment":"a"})",
            R"({"at":"2026-03-01T18:01:24+03:00","action":"book","appointment":"a"})",
            R"({"at":"2026-03-01T18:01:24Z","device":"a b","action":"book","appointment":"a"})",
            R"({"at":"2026-03-01T18:01:24+03:00","device":"x","action":"fly","appointment":"a"})",
            R"({"at":"2026-03-01T18:01:24+03:00","device":"desk","action":"book"})",
            R"({"at":"2026-03-01T18:01:24+03:00","device":"desk","action":"call","appointment":7})",
            R"({"at":"2026-03-01T18:01:24+03:00","device":"desk","action":"practitioner"})",
        }) {
        CAPTURE(wrong);
        CHECK_FALSE(decode_line(name, 1, wrong));
    }
}

TEST_CASE("mutated lines are read or refused, and nothing else") {
    SeededRandom random(11);
    for (int round = 0; round < 20'000; ++round) {
        std::string text = round % 2 == 0 ? booking : call;
        for (std::uint64_t flips = 1 + random.below(3); flips > 0; --flips) {
            text[random.below(text.size())] = static_cast<char>(random.below(256));
        }
        const auto line = decode_line(name, 1, text);
        if (line) CHECK(line->path("x").find_first_of(" \r\n") == std::string::npos);
    }
}
