// What a hostile, broken or hopeless client gets over a real socket: a clear refusal, and no
// growth.
#include <doctest/doctest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "node/net/server.hpp"
#include "storage/base/random.hpp"
#include "tests/node/net/client.hpp"

using namespace wayside;
using namespace wayside::net;
using namespace wayside::net::test;

namespace {

void fine(Request, Responder responder) {
    responder.answer(text_response(200, "text/plain", "fine"));
}

/// A server that is as impatient as a test.
ServerOptions hasty() {
    ServerOptions options;
    options.http.limits.request_time = milliseconds(200);
    options.http.limits.idle_time = milliseconds(400);
    options.http.limits.write_time = milliseconds(200);
    options.http.limits.linger_time = milliseconds(200);
    return options;
}

Reply ask(const Server& server, std::string_view bytes) {
    Client client(server.bound().port);
    client.send(bytes);
    return client.reply();
}

bool is_problem(const Reply& reply) {
    return reply.headers.at("content-type") == "application/problem+json" &&
           reply.headers.at("connection") == "close" &&
           reply.body.find("{\"status\":" + std::to_string(reply.status)) == 0;
}

}  // namespace

TEST_CASE("what is too large is refused by its own name") {
    Server server({}, fine);
    const std::string big(65537, 'x');

    const Reply body = ask(server, post("/", big));
    const Reply chunk =
        ask(server,
            "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            "10001\r\n" +
                big);
    const Reply header = ask(server, get("/", "X-Big: " + std::string(17'000, 'x') + "\r\n"));
    const Reply target = ask(server, get("/" + std::string(8'192, 'x')));
    const Reply huge_target = ask(server, get("/" + std::string(40'000, 'x')));
    std::string many;
    for (int i = 0; i < 101; ++i) many += "X: y\r\n";
    const Reply fields = ask(server, get("/", many));

    CHECK(body.status == 413);
    CHECK(chunk.status == 413);
    CHECK(header.status == 431);
    CHECK(target.status == 414);
    CHECK(huge_target.status == 414);
    CHECK(fields.status == 431);
    for (const Reply& reply : {body, chunk, header, target, huge_target, fields}) {
        CHECK(is_problem(reply));
    }
    CHECK(ask(server, post("/", big.substr(1))).status == 200);
    CHECK(ask(server, get("/" + std::string(8'191, 'x'))).status == 200);
    CHECK(ask(server, get("/", "X-Big: " + std::string(15'900, 'x') + "\r\n")).status == 200);
}

TEST_CASE("a refusal reaches a client that goes on sending") {
    Server server({}, fine);
    Client client(server.bound().port);

    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n");
    client.send(std::string(900'000, 'x'));

    CHECK(client.reply().status == 413);
    CHECK(client.ended());
}

TEST_CASE("what two readers could understand differently is refused") {
    Server server({}, fine);
    const std::string start = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    for (const std::string& rest :
         {std::string("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          std::string("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
          std::string("Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
          std::string("Content-Length: 3, 3\r\n\r\nabc"),
          std::string("Content-Length: +3\r\n\r\nabc"),
          std::string("Content-Length: -3\r\n\r\nabc"),
          std::string("Content-Length: 0x3\r\n\r\nabc"),
          std::string("Content-Length: 99999999999999999999\r\n\r\nabc"),
          std::string("Transfer-Encoding: gzip\r\n\r\n"),
          std::string("Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
          std::string("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
          std::string("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          std::string("Transfer-Encoding: chunked\r\n\r\nz\r\n"),
          std::string("Transfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n0\r\n\r\n"),
          std::string("Transfer-Encoding: chunked\r\n\r\n3;" + std::string(20'000, 'x')),
          std::string("Host: localhost\r\n\r\n"),
          std::string("X y: z\r\n\r\n"),
          std::string("X : z\r\n\r\n"),
          std::string("no colon\r\n\r\n"),
          std::string("X: a\nY: b\r\n\r\n")}) {
        CAPTURE(rest.substr(0, 60));
        const Reply reply = ask(server, start + rest);
        CHECK(reply.status >= 400);
        CHECK(reply.status < 500);
        CHECK(is_problem(reply));
    }
    CHECK(ask(server, "GET / HTTP/1.1\r\n\r\n").status == 400);
    CHECK(ask(server, "GET / HTTP/2.0\r\nHost: localhost\r\n\r\n").status == 505);
    CHECK(ask(server, "GET /\r\n\r\n").status >= 400);
    CHECK(ask(server, get("/%")).status == 400);
    CHECK(ask(server, get("/", "Expect: miracles\r\n")).status == 417);
}

TEST_CASE("another method is refused with those that are allowed") {
    Server server({}, fine);

    const Reply reply = ask(server, "DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    CHECK(reply.status == 405);
    CHECK(reply.headers.at("allow") == "GET, HEAD, POST, OPTIONS");
    CHECK(ask(server, "BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 405);
}

TEST_CASE("a request that does not come whole in time is 408, however it dribbles") {
    Server server(hasty(), fine);
    Client half(server.bound().port);
    Client dribbling(server.bound().port);
    Client silent(server.bound().port);

    half.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab");
    std::thread drip([&] {
        for (const char byte : get("/" + std::string(200, 'x'))) {
            if (!dribbling.send({&byte, 1})) return;
            std::this_thread::sleep_for(milliseconds(5));
        }
    });

    CHECK(half.reply().status == 408);
    CHECK(dribbling.reply().status == 408);
    CHECK(silent.ended(milliseconds(20'000)));
    drip.join();
}

TEST_CASE("a kept connection may be silent longer than a request, but not for ever") {
    ServerOptions options = hasty();
    options.http.limits.idle_time = milliseconds(3'000);
    Server server(options, fine);
    Client client(server.bound().port);
    client.send(get("/"));
    client.reply();

    std::this_thread::sleep_for(2 * options.http.limits.request_time);
    client.send(get("/"));

    CHECK(client.reply().status == 200);
    CHECK_FALSE(client.ended(milliseconds(400)));
    CHECK(client.ended(milliseconds(20'000)));
}

TEST_CASE("a client that does not read its answer is let go") {
    Server server(hasty(), [](Request, Responder responder) {
        responder.answer(text_response(200, "text/plain", std::string(16'000, 'x')));
    });
    Client client(server.bound().port, 4096);
    std::string all;
    for (int i = 0; i < 500; ++i) all += get("/");
    client.send(all);

    CHECK(eventually([&] { return server.connections() == 1; }));
    CHECK(eventually([&] { return server.connections() == 0; }));
}

TEST_CASE("the connection after the last one is told to try again, and room is found later") {
    ServerOptions options;
    options.http.limits.connections = 8;
    Server server(options, fine);
    std::vector<Client> clients;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back(server.bound().port);
        clients.back().send(get("/"));
        CHECK(clients.back().reply().status == 200);
    }

    Client late(server.bound().port);
    late.send(get("/"));
    const Reply refusal = late.reply();
    clients.clear();

    CHECK(refusal.status == 503);
    CHECK(refusal.headers.contains("retry-after"));
    CHECK(late.ended());
    CHECK(eventually([&] { return server.connections() == 0; }));
    CHECK(ask(server, get("/")).status == 200);
}

TEST_CASE("a client that vanishes in the middle leaves nothing behind") {
    Server server({}, fine);
    const auto descriptors = open_descriptors();

    for (int i = 0; i < 200; ++i) {
        Client client(server.bound().port);
        client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nab");
        if (i % 2 == 0) client.reset();
    }
    Client half(server.bound().port);
    half.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nab");
    half.half_close();

    CHECK(half.reply().status == 400);
    CHECK(half.ended());
    half.reset();
    CHECK(eventually([&] { return server.connections() == 0; }));
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("twenty thousand bad requests are refused without growth") {
    Server server({}, fine);
    SeededRandom random(13);
    const std::string good = post("/a?b=c", "hello", "Transfer-Encoding: chunked\r\n");
    const auto attack = [&](int times) {
        for (int i = 0; i < times; ++i) {
            std::string text = good;
            const auto flips = 1 + random.below(6);
            for (std::uint64_t flip = 0; flip < flips; ++flip) {
                text[random.below(text.size())] = static_cast<char>(random.below(256));
            }
            if (random.below(4) == 0) text.resize(random.below(text.size()));
            if (random.below(50) == 0) text += std::string(100'000, '\r');
            Client client(server.bound().port);
            client.send(text);
            client.half_close();
            client.rest();
            client.reset();
        }
    };
    attack(2000);
    const auto descriptors = open_descriptors();
    const auto before = resident_bytes();

    attack(18'000);

    const auto after = resident_bytes();
    MESSAGE("resident: " << before / 1024 << " kB before, " << after / 1024 << " kB after");
    if (memory_can_be_measured) CHECK(after < before + 2'000'000);
    CHECK(eventually([&] { return server.connections() == 0; }));
    CHECK(open_descriptors() <= descriptors);
    CHECK(ask(server, get("/")).status == 200);
}
