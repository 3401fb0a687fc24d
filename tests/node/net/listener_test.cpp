#include "node/net/listener.hpp"

#include <doctest/doctest.h>

#include "node/net/server.hpp"

using namespace wayside;
using namespace wayside::net;

TEST_CASE("an address to listen on is read and written") {
    CHECK(*parse_endpoint("127.0.0.1:8460") == Endpoint{"127.0.0.1", 8460});
    CHECK(*parse_endpoint("localhost:0") == Endpoint{"localhost", 0});
    CHECK(*parse_endpoint("[::1]:80") == Endpoint{"::1", 80});
    CHECK(parse_endpoint("[::1]:80")->text() == "[::1]:80");
    for (const char* text : {"", ":", "localhost", "localhost:", ":80", "a:65536", "a:-1", "a: 1",
                             "::1:80", "[]:80", "[::1:80", "a:8o"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_endpoint(text));
    }
}

TEST_CASE("loopback is told from the rest") {
    CHECK(Endpoint{"127.0.0.1", 1}.is_loopback());
    CHECK(Endpoint{"127.9.9.9", 1}.is_loopback());
    CHECK(Endpoint{"localhost", 1}.is_loopback());
    CHECK(Endpoint{"::1", 1}.is_loopback());
    CHECK_FALSE(Endpoint{"0.0.0.0", 1}.is_loopback());
    CHECK_FALSE(Endpoint{"::", 1}.is_loopback());
    CHECK_FALSE(Endpoint{"127.example", 1}.is_loopback());
}

TEST_CASE("a port that is taken is said in a sentence, also where threads would share it") {
    Server first({.listen = {"127.0.0.1", 0}, .threads = 2}, [](Request, Responder) {});

    for (const std::size_t threads : {1, 2}) {
        CHECK_THROWS_WITH_AS(
            Server({.listen = first.bound(), .threads = threads}, [](Request, Responder) {}),
            ("cannot listen on " + first.bound().text() + ": another program uses this port")
                .c_str(),
            MachineError);
    }
}

TEST_CASE("a host that is not here cannot be listened on") {
    CHECK_THROWS_AS(Server({.listen = {"192.0.2.1", 0}}, [](Request, Responder) {}), MachineError);
    CHECK_THROWS_AS(Server({.listen = {"no such host", 0}}, [](Request, Responder) {}),
                    MachineError);
}
