// The protocol without sockets: deadlines by a clock of the test's own, and bytes that were never
// meant well.
#include "node/net/session.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::net;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// Everything that the session has to say.
std::string drain(Session& session, Session::Time now) {
    std::string said;
    for (auto output = session.output(now); output.size() > 0; output = session.output(now)) {
        said.append(output.first).append(output.second);
        session.wrote(output.size(), now);
    }
    return said;
}

const Session::Time begin{};

}  // namespace

TEST_CASE("a request is given out whole, once, and the next waits for its answer") {
    const HttpOptions options;
    Session session(options, begin);
    session.received("\r\n\r\nGET /a HTTP/1.1\r\nHost: localhost\r\n\r\nGET /b HTTP/1.1\r\nHost: ");

    const auto first = session.next_request(begin);
    REQUIRE(first);
    CHECK(first->target == "/a");
    CHECK_FALSE(session.next_request(begin));
    CHECK_FALSE(session.wants_input());
    session.answer(session.exchange(), Response{.status = 204}, begin);
    CHECK(drain(session, begin) == "HTTP/1.1 204 No Content\r\n\r\n");
    CHECK_FALSE(session.next_request(begin));
    session.received("localhost\r\n\r\n");
    CHECK(session.next_request(begin)->target == "/b");
}

TEST_CASE("the time for a request runs from its first byte, not from its last") {
    const HttpOptions options;
    Session session(options, begin);
    session.received("GET / HTTP/1.1\r\n");
    session.next_request(begin + seconds(1));
    session.received("Host: ");
    session.next_request(begin + seconds(9));

    session.tick(begin + milliseconds(9999));
    CHECK(drain(session, begin + seconds(10)).empty());
    session.tick(begin + seconds(10));

    CHECK(drain(session, begin + seconds(10)).starts_with("HTTP/1.1 408 "));
    CHECK(session.take_shut());
    CHECK_FALSE(session.take_shut());
    session.tick(begin + seconds(11));
    CHECK(session.closed());
}

TEST_CASE("each state ends at its own deadline") {
    const HttpOptions options;
    Session silent(options, begin);
    silent.tick(begin + seconds(10));
    CHECK(silent.closed());

    Session unread(options, begin);
    unread.received("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(unread.next_request(begin));
    CHECK(unread.deadline() == begin + seconds(30));
    unread.tick(begin + seconds(30));
    CHECK(unread.output(begin).size() > 0);
    CHECK(unread.deadline() == begin + seconds(40));
    unread.tick(begin + seconds(40));
    CHECK(unread.closed());
}

TEST_CASE("a large answer has more time than a small one") {
    const HttpOptions options;
    Session session(options, begin);
    session.received("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(session.next_request(begin));

    session.answer(1, text_response(200, "", std::string(160 * 1024, 'x')), begin);

    CHECK(session.deadline() == begin + seconds(20));
}

TEST_CASE("a late answer to an exchange that is over is dropped") {
    const HttpOptions options;
    Session session(options, begin);
    session.received(
        "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\nGET /b HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(session.next_request(begin));
    session.answer(1, Response{.status = 204}, begin);
    drain(session, begin);
    REQUIRE(session.next_request(begin));

    session.answer(1, Response{.status = 200}, begin);

    CHECK(drain(session, begin).empty());
    session.answer(2, Response{.status = 204}, begin);
    CHECK(drain(session, begin).starts_with("HTTP/1.1 204"));
}

TEST_CASE("a stream holds one batch in hand, however much is published") {
    HttpOptions options;
    options.limits.stream_batch_bytes = 1000;
    const auto events = std::make_shared<EventBuffer>("start");
    Session session(options, begin);
    session.received("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    REQUIRE(session.next_request(begin));
    session.answer(1, Follow{.events = events}, begin);
    drain(session, begin);

    const Event event{.name = "visit", .data = std::string(100, 'x')};
    for (int i = 0; i < 100; ++i) events->publish({&event, 1});

    CHECK(session.output(begin).size() <= 1000);
    CHECK(drain(session, begin).size() > 10'000);
}

TEST_CASE("what is sent into a stream is thrown away, and too much ends it") {
    const HttpOptions options;
    const auto events = std::make_shared<EventBuffer>("start");
    Session session(options, begin);
    session.received("GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /next HTTP/1.1\r\n");
    REQUIRE(session.next_request(begin));
    session.answer(1, Follow{.events = events}, begin);
    drain(session, begin);

    for (int i = 0; i < 100 && !session.closed(); ++i) session.received(std::string(16'384, 'x'));

    CHECK_FALSE(session.next_request(begin));
    CHECK(session.closed());
}

TEST_CASE(
    "thousands of mutated requests are answered or refused, whatever the pieces they come in") {
    const HttpOptions options;
    SeededRandom random(17);
    const std::string seed =
        "POST /api/x?y=%41 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        "Connection: keep-alive\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n"
        "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nab";
    for (int round = 0; round < 5000; ++round) {
        std::string text = seed;
        for (auto flips = random.below(4); flips > 0; --flips) {
            text[random.below(text.size())] = static_cast<char>(random.below(256));
        }
        Session session(options, begin);
        std::string_view rest = text;
        std::string said;
        while (!rest.empty() && session.wants_input()) {
            const auto piece = rest.substr(0, 1 + random.below(40));
            rest.remove_prefix(piece.size());
            session.received(piece);
            while (session.next_request(begin)) {
                session.answer(session.exchange(), Response{.status = 204}, begin);
                said += drain(session, begin);
            }
            said += drain(session, begin);
        }
        session.input_ended(begin);
        said += drain(session, begin);

        CHECK((said.empty() || said.starts_with("HTTP/1.1 ")));
        session.tick(begin + seconds(100));
        CHECK(session.closed());
    }
}
