#include "cli/replay/http_answer.hpp"

#include <doctest/doctest.h>

#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::replay;

namespace {

const std::string made =
    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\ncontent-length:  7\r\n"
    "Idempotency-Replayed: true\r\n\r\n{\"id\":1";

std::optional<HttpAnswer> whole(const std::string& bytes) {
    AnswerReader reader;
    reader.received(bytes);
    auto answer = reader.take();
    REQUIRE(answer);
    return *answer;
}

Why refusal_of(const std::string& bytes) {
    AnswerReader reader;
    reader.received(bytes);
    const auto answer = reader.take();
    REQUIRE_FALSE(answer);
    return answer.refusal().why;
}

}  // namespace

TEST_CASE("an answer that comes byte by byte is the answer that was sent") {
    AnswerReader reader;
    for (std::size_t i = 0; i + 1 < made.size(); ++i) {
        reader.received(made.substr(i, 1));
        const auto answer = reader.take();
        REQUIRE(answer);
        CHECK_FALSE(answer->has_value());
    }
    reader.received(made.substr(made.size() - 1));
    const auto answer = reader.take();

    REQUIRE(answer);
    REQUIRE(answer->has_value());
    CHECK((*answer)->status == 201);
    CHECK((*answer)->field("idempotency-replayed") == "true");
    CHECK((*answer)->field("content-type") == "application/json");
    CHECK((*answer)->field("retry-after").empty());
    CHECK((*answer)->body == "{\"id\":1");
    CHECK((*answer)->keeps_connection());
}

TEST_CASE("one reader reads the answers of one connection one after another") {
    AnswerReader reader;
    for (int i = 0; i < 3; ++i) {
        reader.received(made);
        const auto answer = reader.take();
        REQUIRE(answer);
        CHECK(answer->has_value());
    }
}

TEST_CASE("an answer without a body needs no length") {
    const auto answer = whole("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");

    REQUIRE(answer);
    CHECK(answer->body.empty());
    CHECK_FALSE(answer->keeps_connection());
}

TEST_CASE("what no node answers is refused") {
    CHECK(refusal_of("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n") == Why::malformed);
    CHECK(refusal_of("HTTP/1.1 100 Continue\r\n\r\n") == Why::malformed);
    CHECK(refusal_of("HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n") == Why::malformed);
    CHECK(refusal_of("HTTP/1.1 200 OK\r\n\r\n") == Why::malformed);
    CHECK(refusal_of("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n") == Why::malformed);
    CHECK(refusal_of("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nno colon\r\n\r\n") == Why::malformed);
    CHECK(refusal_of(made + "x") == Why::malformed);
    CHECK(refusal_of("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n") == Why::too_large);
    CHECK(refusal_of(std::string(max_answer_head_bytes + 1, 'x')) == Why::too_large);
}

TEST_CASE("mutated answers are read, awaited or refused, and nothing else") {
    SeededRandom random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = made;
        for (std::uint64_t flips = 1 + random.below(4); flips > 0; --flips) {
            bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
        }
        AnswerReader reader;
        reader.received(bytes);
        const auto answer = reader.take();
        if (answer && answer->has_value()) CHECK((*answer)->body.size() <= bytes.size());
    }
}
