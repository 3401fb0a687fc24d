#include "node/net/target.hpp"

#include <doctest/doctest.h>

#include <string>

#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::net;

TEST_CASE("a target is split before it is decoded") {
    const auto target = decode_target("/api/visits/a%20b?identifier=x%26y&from=2026-04-24");

    REQUIRE(target);
    CHECK(target->path == std::vector<std::string>{"api", "visits", "a b"});
    CHECK(target->query == std::vector<Field>{{"identifier", "x&y"}, {"from", "2026-04-24"}});
    CHECK(target->text == "/api/visits/a%20b?identifier=x%26y&from=2026-04-24");
}

TEST_CASE("the root has no segments, and an empty one is kept") {
    CHECK(decode_target("/")->path.empty());
    CHECK(decode_target("/?a")->path.empty());
    CHECK(decode_target("/a/")->path == std::vector<std::string>{"a", ""});
    CHECK(decode_target("//a")->path == std::vector<std::string>{"", "a"});
    CHECK(decode_target("*")->path == std::vector<std::string>{"*"});
}

TEST_CASE("an absolute form gives its authority and the rest") {
    const auto whole = decode_target("http://localhost:8460/a?b=c");
    const auto bare = decode_target("HTTP://localhost");

    REQUIRE(whole);
    CHECK(whole->authority == "localhost:8460");
    CHECK(whole->text == "/a?b=c");
    REQUIRE(bare);
    CHECK(bare->path.empty());
    CHECK_FALSE(decode_target("http:///a"));
}

TEST_CASE("a target that is broken or leads elsewhere is refused") {
    for (const char* text : {"",        "a",         "?x",         "/%",
                             "/%4",     "/%zz",      "/a%00b",     "/a%0d%0aSet-Cookie:x",
                             "/%ff",    "/%c0%af",   "/%ed%a0%80", "/..",
                             "/a/../b", "/%2e%2E/b", "/.",         "/a%2fb",
                             "/a%5cb",  "/a\\b",     "/?a=%",      "/?%f=1",
                             "/?a=%ff", "https//x",  "ftp://x/"}) {
        CAPTURE(text);
        const auto target = decode_target(text);
        REQUIRE_FALSE(target);
        CHECK(target.refusal().why == Why::malformed);
    }
}

TEST_CASE("a query follows the rules of HTML forms") {
    CHECK(*decode_query("a=1&&b&=c&a=2&d=e=f") ==
          std::vector<Field>{{"a", "1"}, {"b", ""}, {"", "c"}, {"a", "2"}, {"d", "e=f"}});
    CHECK(*decode_query("q=two+words%2B") == std::vector<Field>{{"q", "two words+"}});
    CHECK(decode_query("")->empty());
}

TEST_CASE("any text survives percent-encoding and decoding") {
    SeededRandom random(11);
    constexpr std::string_view hex = "0123456789ABCDEF";
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        const auto length = random.below(20);
        for (std::uint64_t i = 0; i < length; ++i) {
            const std::vector<std::string> letters{"a", "é", "%", "+", "&", "=", " ", "م", "~"};
            text += letters[random.below(letters.size())];
        }
        std::string encoded;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            encoded += '%';
            encoded += hex[byte >> 4U];
            encoded += hex[byte & 15U];
        }

        CHECK(*percent_decoded(encoded) == text);
        CHECK((*decode_query("k=" + encoded))[0].value == text);
    }
}

TEST_CASE("no mutation of a target gives a control character, a lone byte or a way up") {
    SeededRandom random(12);
    const std::string seed = "/api/days/2026-04-24?service=a%20b&to=%C3%A9+x";
    for (int round = 0; round < 20000; ++round) {
        std::string text = seed;
        for (int i = 0; i < 3; ++i) {
            text[random.below(text.size())] = static_cast<char>(random.below(256));
        }
        const auto target = decode_target(text);
        if (!target) continue;
        for (const std::string& segment : target->path) {
            CHECK(segment != "..");
            CHECK(segment.find('/') == std::string::npos);
            CHECK(is_utf8(view_of(segment)));
        }
        for (const Field& field : target->query) {
            CHECK(field.value.find('\n') == std::string::npos);
            CHECK(is_utf8(view_of(field.value)));
        }
    }
}
