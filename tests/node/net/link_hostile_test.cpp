// What comes to the port of a hub that is open to the world, and is no node.
#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <vector>

#include "node/net/link_thread.hpp"
#include "node/net/wire.hpp"
#include "storage/base/random.hpp"
#include "tests/node/net/client.hpp"
#include "tests/node/net/talk.hpp"
#include "tests/node/net/tls_client.hpp"

using namespace wayside;
using namespace wayside::net;
using namespace wayside::net::test;

namespace {

constexpr std::uint8_t binary = 0x82;
constexpr std::uint8_t binary_that_goes_on = 0x02;
constexpr std::uint8_t more_of_it = 0x00;
constexpr std::uint8_t text = 0x81;
constexpr std::uint8_t ping = 0x89;

struct Hub {
    explicit Hub(LinkOptions options = {}) : links(std::move(options)) {}

    std::shared_ptr<Talk> talk = std::make_shared<Talk>();
    LinkThread links;
    Endpoint bound = links.listen({.host = "127.0.0.1", .port = 0}, sessions_of(talk));

    /// An honest box still gets in and is heard.
    [[nodiscard]] bool serves() const {
        LinkThread box({});
        const auto own = std::make_shared<Talk>();
        own->say("honest");
        box.dial({.endpoint = bound, .factory = sessions_of(own), .ended = [](auto&) {}});
        return eventually([&] { return talk->heard().find("honest") != std::string::npos; });
    }
};

}  // namespace

TEST_CASE("TLS 1.2 is refused") {
    const Hub hub;

    const TlsClient client(hub.bound.port, TlsWish::tls_1_2);

    CHECK_FALSE(client.greeted());
    CHECK(hub.talk->opened == 0);
    CHECK(hub.serves());
}

TEST_CASE("a client without a certificate is refused") {
    const Hub hub;

    TlsClient client(hub.bound.port, TlsWish::no_certificate);

    CHECK_FALSE(client.upgrade());
    CHECK(client.ended());
    CHECK(hub.talk->opened == 0);
    CHECK(hub.serves());
}

TEST_CASE("plain bytes on the port end their connection, whatever they say") {
    const Hub hub;
    SeededRandom random(5);
    std::vector<std::string> starts{get("/"), std::string(100'000, 'x'), std::string(1, '\x16'),
                                    std::string("\x16\x03\x01\x40\x00\x01", 6)};
    for (int i = 0; i < 20; ++i) {
        std::array<std::uint8_t, 600> noise{};
        random.fill(noise);
        starts.emplace_back(text_of(noise));
    }
    for (const std::string& start : starts) {
        Client client(hub.bound.port);
        client.send(start);
        client.half_close();

        CHECK(client.ended());
    }
    CHECK(hub.talk->opened == 0);
    CHECK(hub.serves());
}

TEST_CASE("who connects and says nothing is sent away in time") {
    LinkOptions options;
    options.handshake_time = milliseconds(300);
    const Hub hub(options);

    Client silent(hub.bound.port);
    TlsClient half_way(hub.bound.port, TlsWish::as_we_do);

    CHECK(silent.ended());
    CHECK(half_way.ended());
    CHECK(hub.talk->opened == 0);
}

TEST_CASE("TLS without WebSocket is refused, and a greeting without end too") {
    const Hub hub;

    TlsClient browser(hub.bound.port, TlsWish::as_we_do);
    REQUIRE(browser.greeted());
    browser.send(get("/"));
    CHECK(browser.ended());

    TlsClient endless(hub.bound.port, TlsWish::as_we_do);
    endless.send("GET / HTTP/1.1\r\n");
    bool taken = true;
    for (int i = 0; i < 10'000 && taken; ++i)
        taken = endless.send("X-More: " + std::string(90, 'y') + "\r\n");
    CHECK_FALSE(taken);
    CHECK(hub.talk->opened == 0);
    CHECK(hub.serves());
}

TEST_CASE("frames that no node sends end their link by name") {
    const Hub hub;
    struct Case {
        const char* what;
        std::function<void(TlsClient&)> act;
        const char* name;
    };
    const std::vector<Case> cases{
        {"text", [](TlsClient& client) { client.send_frame(text, "hello"); }, "not_a_link"},
        {"a terabyte", [](TlsClient& client) { client.begin_frame(binary, 1ULL << 40U); },
         "too_large"},
        {"2^64 - 1", [](TlsClient& client) { client.begin_frame(binary, UINT64_MAX); },
         "too_large"},
        {"a little too much",
         [](TlsClient& client) { client.begin_frame(binary, most_message_bytes + 1); },
         "too_large"},
        {"a message without end",
         [](TlsClient& client) {
             bool taken = client.send_frame(binary_that_goes_on, "begin");
             const std::string more(1'000, 'm');
             for (int i = 0; i < 1'000 && taken; ++i) taken = client.send_frame(more_of_it, more);
         },
         "too_large"},
        {"compressed though nobody offered",
         [](TlsClient& client) { client.send_frame(0xC2, "x"); }, "not_a_link"},
        {"not masked", [](TlsClient& client) { client.send(std::string("\x82\x01x", 3)); },
         "not_a_link"},
        {"no such opcode", [](TlsClient& client) { client.send_frame(0x83, "x"); }, "not_a_link"},
    };
    for (const Case& one : cases) {
        const std::string what = one.what;
        CAPTURE(what);
        TlsClient client(hub.bound.port, TlsWish::as_we_do);
        REQUIRE(client.upgrade());

        one.act(client);

        CHECK(client.ended());
        CHECK(eventually([&] { return hub.links.open_links() == 0; }));
        CHECK(hub.talk->end_name() == std::string(one.name));
    }
    CHECK(hub.serves());
}

TEST_CASE("the largest message is taken") {
    const Hub hub;
    TlsClient client(hub.bound.port, TlsWish::as_we_do);
    REQUIRE(client.upgrade());

    for (int i = 0; i < 4; ++i) {
        REQUIRE(client.begin_frame(binary, most_message_bytes));
        for (int part = 0; part < 4; ++part) {
            REQUIRE(client.send(std::string(most_message_bytes / 4, 'm')));
        }
    }

    CHECK(eventually([&] { return hub.talk->heard_bytes == 4 * most_message_bytes; }));
}

TEST_CASE("empty messages and pings without number cost nobody's memory") {
    const Hub hub;
    TlsClient idle(hub.bound.port, TlsWish::as_we_do);
    TlsClient pinging(hub.bound.port, TlsWish::as_we_do);
    REQUIRE(idle.upgrade());
    REQUIRE(pinging.upgrade());
    const auto before = resident_bytes();

    for (int i = 0; i < 20'000; ++i) REQUIRE(idle.send_frame(binary, ""));
    REQUIRE(idle.send_frame(binary, "after all"));
    // It reads none of the answers; sooner or later nothing of its own is read either.
    bool taken = true;
    for (int i = 0; i < 20'000 && taken; ++i)
        taken = pinging.send_frame(ping, std::string(125, 'p'));

    CHECK(eventually([&] { return hub.talk->heard() == "after all"; }));
    if (memory_can_be_measured) CHECK(resident_bytes() < before + 4 * 1024 * 1024);
    CHECK(hub.serves());
}

TEST_CASE("who knocks and never comes in keeps nobody else out") {
    LinkOptions options;
    options.knocking = 8;
    const Hub hub(options);
    std::vector<Client> crowd;
    for (int i = 0; i < 64; ++i) crowd.emplace_back(hub.bound.port);

    CHECK(hub.serves());
    CHECK(crowd.front().ended());
}

TEST_CASE("beyond the number of links the next is turned away, and those before it stand") {
    LinkOptions options;
    options.links = 2;
    const Hub hub(options);
    LinkThread boxes({});
    const auto talk = std::make_shared<Talk>();
    const auto dial = [&](const std::shared_ptr<Talk>& own, std::atomic<int>& ended) {
        boxes.dial({.endpoint = hub.bound,
                    .factory = sessions_of(own),
                    .ended = [&](const Refusal&) { ++ended; }});
    };
    std::atomic<int> first_ended{0};
    dial(talk, first_ended);
    dial(talk, first_ended);
    REQUIRE(eventually([&] { return hub.links.open_links() == 2 && talk->opened == 2; }));
    std::atomic<int> third_ended{0};
    const auto third = std::make_shared<Talk>();

    dial(third, third_ended);

    CHECK(eventually([&] { return third_ended == 1; }));
    CHECK(third->opened == 0);
    CHECK(first_ended == 0);
    boxes.stop();
}
