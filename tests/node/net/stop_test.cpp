// The end: of a server that is idle, busy, or whose handlers never answer.
#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "node/net/server.hpp"
#include "tests/node/net/client.hpp"

using namespace wayside;
using namespace wayside::net;
using namespace wayside::net::test;

namespace {

milliseconds time_of(const auto& act) {
    const auto before = std::chrono::steady_clock::now();
    act();
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - before);
}

}  // namespace

TEST_CASE("a server with idle clients and streams stops at once, and leaves no descriptor") {
    const auto descriptors = open_descriptors();
    {
        const auto events = std::make_shared<EventBuffer>("start");
        Server server({}, [&](Request request, Responder responder) {
            if (request.target == "/stream") return responder.follow({.events = events});
            responder.answer({.status = 204});
        });
        Client idle(server.bound().port);
        idle.send(get("/"));
        idle.reply();
        Client stream(server.bound().port);
        stream.send(get("/stream"));
        stream.read_until("id: start-0\n\n");
        Client silent(server.bound().port);

        std::thread reader([&] {
            CHECK(stream.ended());
            stream.reset();
        });
        const auto took = time_of([&] { server.stop(); });
        reader.join();

        CHECK(took < milliseconds(1500));
        CHECK(idle.ended());
        CHECK(silent.ended());
        CHECK_THROWS(Client(server.bound().port));
    }
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("an answer in flight is still given while the server stops") {
    std::atomic<bool> asked{false};
    std::thread desk;
    Server server({}, [&](Request, Responder responder) {
        desk = std::thread([responder = std::move(responder)]() mutable {
            std::this_thread::sleep_for(milliseconds(200));
            responder.answer(text_response(200, "text/plain", "saved"));
        });
        asked = true;
    });
    Client client(server.bound().port);
    client.send(get("/") + get("/never-begun"));
    REQUIRE(eventually([&] { return asked.load(); }));

    std::thread stopper([&] { server.stop(); });
    const Reply reply = client.reply();

    CHECK(reply.body == "saved");
    CHECK(reply.headers.at("connection") == "close");
    CHECK(client.ended());
    client.reset();
    stopper.join();
    desk.join();
}

TEST_CASE("a handler that never answers does not keep the server from stopping") {
    std::vector<Responder> kept;
    std::atomic<bool> asked{false};
    Server server({}, [&](Request, Responder responder) {
        kept.push_back(std::move(responder));
        asked = true;
    });
    Client client(server.bound().port);
    client.send(get("/"));
    REQUIRE(eventually([&] { return asked.load(); }));

    CHECK(time_of([&] { server.stop(); }) < milliseconds(2500));
    CHECK(client.ended());
    server.stop();
}

TEST_CASE("a server may stop while clients, answers and events come from everywhere") {
    for (int round = 0; round < 10; ++round) {
        const auto events = std::make_shared<EventBuffer>("start");
        ServerOptions options;
        options.threads = 2;
        options.http.limits.stop_time = milliseconds(200);
        options.http.limits.linger_time = milliseconds(50);
        Server server(options, [&](Request request, Responder responder) {
            if (request.target == "/stream") return responder.follow({.events = events});
            responder.answer({.status = 204});
        });
        std::atomic<bool> over{false};
        std::vector<std::thread> world;
        for (int i = 0; i < 4; ++i) {
            world.emplace_back([&, i] {
                try {
                    while (!over) {
                        Client client(server.bound().port);
                        client.send(get(i % 2 == 0 ? "/stream" : "/"));
                        client.read_until("\r\n\r\n", milliseconds(100));
                    }
                } catch (const std::exception&) {
                    CHECK(true);  // refused: the server has stopped
                }
            });
        }
        world.emplace_back([&] {
            const Event event{.name = "tick"};
            while (!over) events->publish({&event, 1});
        });
        std::this_thread::sleep_for(milliseconds(20));

        server.stop();
        over = true;
        for (auto& thread : world) thread.join();
    }
}
