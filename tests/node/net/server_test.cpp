// Requests over real sockets that a well-behaved client could send, and answers that come late or
// never.
#include "node/net/server.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/node/net/client.hpp"

using namespace wayside;
using namespace wayside::net;
using namespace wayside::net::test;

namespace {

/// Says what it was asked.
void echo(Request request, Responder responder) {
    std::string text = std::string(name_of(request.method)) + " " + request.target + " " +
                       request.body + " from " + request.remote;
    responder.answer(text_response(200, "text/plain", std::move(text)));
}

std::uint16_t port_of(const Server& server) {
    return server.bound().port;
}

}  // namespace

TEST_CASE("a request is answered, and the connection stays open for the next") {
    Server server({}, echo);
    Client client(port_of(server));

    client.send(get("/a?b=c"));
    const Reply first = client.reply();
    client.send(post("/d", "body"));
    const Reply second = client.reply();

    CHECK(first.status == 200);
    CHECK(first.headers.at("content-type") == "text/plain");
    CHECK(first.body == "GET /a?b=c  from 127.0.0.1");
    CHECK(second.body == "POST /d body from 127.0.0.1");
}

TEST_CASE("pipelined requests are answered in order, also when their answers come from elsewhere") {
    std::vector<std::thread> desk;
    Server server({}, [&](Request request, Responder responder) {
        desk.emplace_back([responder = std::move(responder), target = request.target]() mutable {
            responder.answer(text_response(200, "text/plain", target));
        });
    });
    Client client(port_of(server));

    std::string all;
    for (int i = 0; i < 100; ++i) all += get("/" + std::to_string(i));
    client.send(all);

    for (int i = 0; i < 100; ++i) CHECK(client.reply().body == "/" + std::to_string(i));
    server.stop();
    for (auto& thread : desk) thread.join();
}

TEST_CASE("a thousand pipelined requests that are answered at once do not pile up on the stack") {
    Server server({}, echo);
    Client client(port_of(server));
    std::string all;
    for (int i = 0; i < 1000; ++i) all += get("/" + std::to_string(i));

    std::thread sender([&] { client.send(all); });
    int right = 0;
    for (int i = 0; i < 1000; ++i) {
        right += client.reply().body == "GET /" + std::to_string(i) + "  from 127.0.0.1" ? 1 : 0;
    }
    sender.join();

    CHECK(right == 1000);
}

TEST_CASE("a request may arrive in any two pieces, and byte by byte") {
    Server server({}, echo);
    const std::string request = post("/x%20y?q=%C3%A9", "hello", "X-Other: 1\r\n");

    for (std::size_t cut = 1; cut < request.size(); ++cut) {
        Client client(port_of(server));
        client.send(request.substr(0, cut));
        std::this_thread::sleep_for(milliseconds(1));
        client.send(request.substr(cut));
        CHECK(client.reply().body == "POST /x%20y?q=%C3%A9 hello from 127.0.0.1");
    }
    Client client(port_of(server));
    for (const char byte : request) client.send(std::string_view(&byte, 1));
    CHECK(client.reply().status == 200);
}

TEST_CASE("a chunked body comes as one, and its trailer is not believed") {
    Server server({}, [](Request request, Responder responder) {
        const bool trailer = request.header("X-Late").has_value();
        responder.answer(text_response(200, "text/plain", request.body + (trailer ? "!" : "")));
    });
    Client client(port_of(server));

    client.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;why=not\r\nhel\r\n2\r\nlo\r\n0\r\nX-Late: 1\r\n\r\n");

    CHECK(client.reply().body == "hello");
}

TEST_CASE("who expects 100-continue is told to go on, and is refused before sending too much") {
    Server server({}, echo);
    Client polite(port_of(server));
    Client bold(port_of(server));

    polite.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
        "Expect: 100-continue\r\n\r\n");
    const Reply go_on = polite.reply();
    polite.send("ok");
    const Reply done = polite.reply();
    bold.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n"
        "Expect: 100-continue\r\n\r\n");

    CHECK(go_on.status == 100);
    CHECK(done.body == "POST / ok from 127.0.0.1");
    CHECK(bold.reply().status == 413);
}

TEST_CASE("HEAD is answered with the length and without the body") {
    Server server({}, [](Request, Responder responder) {
        responder.answer(text_response(200, "text/plain", "twelve bytes"));
    });
    Client client(port_of(server));

    client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/"));

    CHECK(client.reply(false).headers.at("content-length") == "12");
    CHECK(client.reply().body == "twelve bytes");
}

TEST_CASE("an old client's connection closes unless it asks otherwise") {
    Server server({}, echo);
    Client plain(port_of(server));
    Client keeping(port_of(server));

    plain.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
    keeping.send("GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");

    CHECK(plain.reply().headers.at("connection") == "close");
    CHECK(plain.ended());
    CHECK(keeping.reply().headers.at("connection") == "keep-alive");
    CHECK_FALSE(keeping.ended(milliseconds(50)));
}

TEST_CASE("a client that has said all may still read its answer") {
    Server server({}, echo);
    Client client(port_of(server));

    client.send(get("/last"));
    client.half_close();

    CHECK(client.reply().status == 200);
    CHECK(client.ended());
}

TEST_CASE("an answer that nobody gives is 503") {
    Server server({}, [](Request, Responder) {});
    Client client(port_of(server));

    client.send(get("/"));
    const Reply reply = client.reply();

    CHECK(reply.status == 503);
    CHECK(reply.headers.contains("retry-after"));
    CHECK(reply.headers.at("content-type") == "application/problem+json");
}

TEST_CASE("an answer that does not come in time is 503, and the late one goes nowhere") {
    std::vector<Responder> kept;
    ServerOptions options;
    options.http.limits.answer_time = milliseconds(60);
    Server server(options, [&](Request request, Responder responder) {
        if (request.target == "/never") return kept.push_back(std::move(responder));
        if (!kept.empty()) kept.front().answer(text_response(200, "text/plain", "late"));
        responder.answer(text_response(200, "text/plain", "fresh"));
    });
    Client client(port_of(server));

    client.send(get("/never"));
    const int late = client.reply().status;
    client.send(get("/again"));

    CHECK(late == 503);
    CHECK(client.reply().body == "fresh");
    server.stop();
}

TEST_CASE("a handler that throws gives 503 and a complaint, and the server goes on") {
    ServerOptions options;
    std::string complaint;
    options.complain = [&](const std::string& text) { complaint = text; };
    Server server(options, [](Request request, Responder responder) {
        if (request.target == "/bad") throw MachineError("disk full");
        responder.answer({.status = 204});
    });
    Client client(port_of(server));

    client.send(get("/bad") + get("/good"));
    const int bad = client.reply().status;
    const int good = client.reply().status;
    server.stop();

    CHECK(bad == 503);
    CHECK(good == 204);
    CHECK(complaint == "a request could not be handled: disk full");
}

TEST_CASE("an answer to a client that has gone, or to a stopped server, is dropped quietly") {
    std::vector<Responder> kept;
    std::atomic<int> asked{0};
    Server server({}, [&](Request, Responder responder) {
        kept.push_back(std::move(responder));
        ++asked;
    });
    {
        Client gone(port_of(server));
        gone.send(get("/"));
        REQUIRE(eventually([&] { return asked == 1; }));
        gone.reset();
    }
    Client waiting(port_of(server));
    waiting.send(get("/"));
    REQUIRE(eventually([&] { return asked == 2; }));

    kept[0].answer(text_response(200, "text/plain", "to nobody"));
    kept[1].answer(text_response(200, "text/plain", "to somebody"));

    CHECK(waiting.reply().body == "to somebody");
    Client never(port_of(server));
    never.send(get("/"));
    REQUIRE(eventually([&] { return asked == 3; }));
    server.stop();
    kept[2].answer(text_response(200, "text/plain", "too late"));
}

TEST_CASE("a large answer arrives whole at a client that reads slowly") {
    const auto body = std::make_shared<const std::string>(8'000'000, 'x');
    Server server({}, [&](Request, Responder responder) {
        responder.answer(shared_response(200, "text/plain", body));
    });
    Client client(port_of(server), 4096);

    client.send(get("/"));
    std::this_thread::sleep_for(milliseconds(50));

    CHECK(client.reply().body.size() == body->size());
}

TEST_CASE("standing headers are on every answer, and give way to the answer's own") {
    ServerOptions options;
    options.http.standing_headers = {{"X-Frame-Options", "DENY"},
                                     {"Referrer-Policy", "no-referrer"}};
    Server server(options, [](Request, Responder responder) {
        Response response = text_response(200, "text/plain", "");
        response.headers.push_back({"referrer-policy", "same-origin"});
        responder.answer(std::move(response));
    });
    Client client(port_of(server));

    client.send(get("/") + "garbage\r\n\r\n");
    const Reply good = client.reply();
    const Reply bad = client.reply();

    CHECK(good.headers.at("x-frame-options") == "DENY");
    CHECK(good.headers.at("referrer-policy") == "same-origin");
    CHECK(bad.status == 400);
    CHECK(bad.headers.at("x-frame-options") == "DENY");
}

TEST_CASE("a page of another site can neither rebind our name nor post to us") {
    Server server({}, echo);
    Client client(port_of(server));
    const std::string host = "localhost:" + std::to_string(port_of(server));

    client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    const Reply rebound = client.reply();
    client.send("POST / HTTP/1.1\r\nHost: " + host +
                "\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n");
    const Reply crossed = client.reply();
    client.send("POST / HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host +
                "\r\nContent-Length: 0\r\n\r\n");

    CHECK(rebound.status == 403);
    CHECK(rebound.body.find("foreign_host") != std::string::npos);
    CHECK(crossed.status == 403);
    CHECK(crossed.body.find("foreign_origin") != std::string::npos);
    CHECK(client.reply().status == 200);
}

TEST_CASE("two network threads share one port") {
    ServerOptions options;
    options.threads = 2;
    Server server(options, echo);

    int answered = 0;
    std::vector<Client> clients;
    for (int i = 0; i < 40; ++i) {
        clients.emplace_back(port_of(server));
        clients.back().send(get("/"));
    }
    for (Client& client : clients) answered += client.reply().status == 200 ? 1 : 0;

    CHECK(answered == 40);
    CHECK(server.connections() == 40);
}
