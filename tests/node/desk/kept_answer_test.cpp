#include "node/desk/kept_answer.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::desk;

namespace {

constexpr const char* sample = R"({"body":{"peg":"blue"},"created":true})";

Answer taken() {
    return Done{true, false, {{"peg", "red"}}};
}

}  // namespace

TEST_CASE("what was done is kept whole, and says that it is repeated") {
    const auto kept = open_answer(pack_answer(taken(), sample), Kept::done, sample);

    REQUIRE(kept);
    const auto& done = std::get<Done>(*kept);
    CHECK(done.created);
    CHECK(done.repeated);
    CHECK(done.body == Json{{"peg", "red"}});
}

TEST_CASE("a rule's refusal is kept with what could be had instead") {
    const Answer no = Refused{Refusal{Why::conflict, "somebody has it", "peg_taken", "peg"},
                              Json::array({"blue"}), false};

    const auto kept = open_answer(pack_answer(no, sample), kind_of(no), sample);

    REQUIRE(kept);
    const auto& refused = std::get<Refused>(*kept);
    CHECK(refused.refusal.why == Why::conflict);
    CHECK(refused.refusal.detail == "somebody has it");
    CHECK(refused.refusal.rule == "peg_taken");
    CHECK(refused.refusal.field == "peg");
    CHECK(refused.alternatives == Json::array({"blue"}));
    CHECK(refused.repeated);
}

TEST_CASE("the worked example of ANSWERS.md opens") {
    std::ifstream page(WAYSIDE_ANSWERS_PAGE);
    const std::string text{std::istreambuf_iterator<char>(page), {}};
    const std::string fence = "```text\n";
    const auto at = text.find(fence);
    REQUIRE(at != std::string::npos);
    const auto from = at + fence.size();
    const auto bytes = bytes_of_hex(text.substr(from, text.find('\n', from) - from));
    REQUIRE(bytes);

    const auto kept = open_answer(*bytes, Kept::done, sample);

    REQUIRE(kept);
    CHECK(std::get<Done>(*kept).body == Json{{"peg", "red"}});
}

TEST_CASE("an answer that was kept before answers had a version is given again") {
    const auto done =
        open_answer(view_of(R"({"body":{"peg":"red"},"created":true})"), Kept::done, sample);
    const auto no = open_answer(
        view_of(R"({"alternatives":["blue"],"detail":"somebody has it","field":"peg","rule":"r"})"),
        Kept::refused, sample);

    REQUIRE(done);
    CHECK(std::get<Done>(*done).created);
    CHECK(std::get<Done>(*done).body == Json{{"peg", "red"}});
    REQUIRE(no);
    CHECK(std::get<Refused>(*no).refusal.rule == "r");
    CHECK(std::get<Refused>(*no).alternatives == Json::array({"blue"}));
}

TEST_CASE("a kept answer that was cut or changed is read or not, and nothing more") {
    const Bytes whole = pack_answer(taken(), sample);
    SeededRandom random(5);
    for (int round = 0; round < 2'000; ++round) {
        Bytes changed = whole;
        std::array<std::uint8_t, 3> draw{};
        random.fill(draw);
        changed[draw[0] % changed.size()] ^= draw[1];
        if (draw[2] < 64) changed.resize(draw[2] % changed.size());
        static_cast<void>(open_answer(changed, Kept::done, sample));
        static_cast<void>(open_answer(changed, Kept::refused, sample));
    }

    CHECK_FALSE(open_answer({}, Kept::done, sample));
    CHECK_FALSE(open_answer(view_of("{"), Kept::done, sample));
    CHECK_FALSE(open_answer(Bytes{2, 0}, Kept::done, sample));
}
