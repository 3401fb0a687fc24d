#include "cli/replay/http_client.hpp"

#include <doctest/doctest.h>

using namespace wayside::replay;

TEST_CASE("a node's address is read as the node prints it") {
    const auto number = NodeAddress::parse("http://127.0.0.1:8460");
    const auto slash = NodeAddress::parse("http://localhost:8460/");
    const auto ipv6 = NodeAddress::parse("http://[::1]:9");
    const auto bare = NodeAddress::parse("http://box");

    REQUIRE(number);
    CHECK(number->text() == "127.0.0.1:8460");
    REQUIRE(slash);
    CHECK(slash->host == "localhost");
    REQUIRE(ipv6);
    CHECK(ipv6->host == "::1");
    CHECK(ipv6->text() == "[::1]:9");
    REQUIRE(bare);
    CHECK(bare->text() == "box:80");
}

TEST_CASE("what is no node's address is refused") {
    for (const char* wrong : {"", "127.0.0.1:8460", "https://box:1", "http://", "http://:80",
                              "http://box:0", "http://box:65536", "http://box:1x",
                              "http://box:1/path", "http://a@box:1", "http://box:1\r\nX: y"}) {
        CAPTURE(wrong);
        CHECK_FALSE(NodeAddress::parse(wrong));
    }
}
