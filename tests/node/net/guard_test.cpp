#include "node/net/guard.hpp"

#include <doctest/doctest.h>

using namespace wayside;
using namespace wayside::net;

TEST_CASE("a host is known by its name, whatever its port and case") {
    CHECK(check_host("localhost", loopback_names()));
    CHECK(check_host("LOCALHOST:8460", loopback_names()));
    CHECK(check_host("127.0.0.1:1", loopback_names()));
    CHECK(check_host("[::1]:8460", loopback_names()));
    CHECK(check_host("[::1]", loopback_names()));
    CHECK(check_host("clinic.local:80", {"clinic.local"}));
}

TEST_CASE("a host that is not ours is refused by name") {
    for (const char* host : {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
                             "[::2]", "::1", "localhost:80:evil", ":80", "localhost@evil"}) {
        CAPTURE(host);
        const auto known = check_host(host, loopback_names());
        REQUIRE_FALSE(known);
        CHECK(known.refusal().rule_name() == "foreign_host");
        CHECK(known.refusal().why == Why::forbidden);
    }
}

TEST_CASE("an origin is ours only with the same host and port") {
    CHECK(check_origin("http://localhost:8460", "localhost:8460"));
    CHECK(check_origin("http://LocalHost", "localhost:80"));
    CHECK(check_origin("https://box.local", "box.local:443"));
    CHECK(check_origin("http://[::1]:8460", "[::1]:8460"));
    for (const char* origin : {"null", "", "http://evil.example", "http://localhost:1",
                               "localhost:8460", "http://localhost", "file://localhost:8460",
                               "http://", "http://localhost:8460.evil.example"}) {
        CAPTURE(origin);
        const auto ours = check_origin(origin, "localhost:8460");
        REQUIRE_FALSE(ours);
        CHECK(ours.refusal().rule_name() == "foreign_origin");
    }
}

TEST_CASE("reading across sites is left to the browser's own rules, writing is refused here") {
    Request request;
    request.headers = {{"Host", "localhost"}, {"Origin", "http://evil.example"}};

    CHECK(check_request(request, loopback_names()));
    request.method = Method::post;
    CHECK_FALSE(check_request(request, loopback_names()));
    request.headers.pop_back();
    CHECK(check_request(request, loopback_names()));
    request.headers.clear();
    CHECK_FALSE(check_request(request, loopback_names()));
}
