#include "node/net/response.hpp"

#include <doctest/doctest.h>

using namespace wayside::net;

TEST_CASE("the head of an answer is written line by line") {
    Response response = text_response(201, "text/plain", "four");
    response.headers.push_back({"Location", "/api/visits/x"});

    CHECK(head_of(response, {}) ==
          "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n"
          "Location: /api/visits/x\r\n\r\n");
}

TEST_CASE("an answer without content has no length, and an empty one has zero") {
    CHECK(head_of({.status = 204}, {}) == "HTTP/1.1 204 No Content\r\n\r\n");
    CHECK(head_of({.status = 304}, {}) == "HTTP/1.1 304 Not Modified\r\n\r\n");
    CHECK(head_of({.status = 200}, {.closes = true}) ==
          "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

TEST_CASE("no value can end its line") {
    Response response{.status = 303};
    response.headers.push_back({"Location", "/x\r\nSet-Cookie: a=b"});

    CHECK(head_of(response, {}).find("Location: /x  Set-Cookie: a=b\r\n") != std::string::npos);
}

TEST_CASE("a problem is JSON whatever its detail holds") {
    const Response problem = problem_response(503, "unavailable", "say \"no\"\\\n");

    CHECK(*problem.body ==
          "{\"status\":503,\"rule\":\"unavailable\",\"detail\":\"say \\\"no\\\"\\\\\\u000a\"}\n");
    CHECK(problem.content_type == "application/problem+json");
    CHECK(problem.headers == std::vector<Field>{{"Retry-After", "1"}});
    CHECK(problem_response(400, "malformed", "").headers.empty());
}
