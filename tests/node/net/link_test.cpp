// Links that work: two ends, one binding, every byte in its order.
#include <doctest/doctest.h>

#include "node/net/link_thread.hpp"
#include "tests/node/net/client.hpp"
#include "tests/node/net/talk.hpp"

using namespace wayside;
using namespace wayside::net;
using namespace wayside::net::test;

namespace {

Endpoint at(std::uint16_t port) {
    return {.host = "127.0.0.1", .port = port};
}

/// A hub and a box in one process.
struct Pair {
    LinkThread hub{{}};
    LinkThread box{{}};
    std::shared_ptr<Talk> at_hub = std::make_shared<Talk>();
    std::shared_ptr<Talk> at_box = std::make_shared<Talk>();
    Endpoint bound = hub.listen(at(0), sessions_of(at_hub));
    std::atomic<int> ended{0};

    void dial(const Endpoint& to) {
        box.dial({.endpoint = to, .factory = sessions_of(at_box), .ended = [this](const Refusal&) {
                      ++ended;
                  }});
    }
    ~Pair() { box.stop(); }
};

}  // namespace

TEST_CASE("what one end says, the other hears, in its order and to the last byte") {
    Pair pair;
    std::string long_words;
    for (int i = 0; i < 100'000; ++i) long_words += std::to_string(i);
    pair.at_box->say(long_words);
    pair.at_hub->say("good morning");

    pair.dial(pair.bound);

    CHECK(eventually([&] { return pair.at_hub->heard().size() >= long_words.size(); }));
    CHECK(pair.at_hub->heard() == long_words);
    CHECK(eventually([&] { return pair.at_box->heard() == "good morning"; }));
}

TEST_CASE("both ends export the same binding, and no two connections have the same") {
    Pair pair;
    pair.dial(pair.bound);
    REQUIRE(eventually([&] { return pair.at_hub->opened == 1 && pair.at_box->opened == 1; }));
    const ChannelBinding first = pair.at_box->binding();
    CHECK(first == pair.at_hub->binding());
    CHECK(first != ChannelBinding{});

    pair.dial(pair.bound);
    REQUIRE(eventually([&] { return pair.at_hub->opened == 2 && pair.at_box->opened == 2; }));

    CHECK(pair.at_box->binding() == pair.at_hub->binding());
    CHECK(pair.at_box->binding() != first);
}

TEST_CASE("work that is posted to a session runs while it is there, and what it says leaves") {
    Pair pair;
    pair.dial(pair.bound);
    REQUIRE(eventually([&] { return pair.at_box->opened == 1 && pair.at_hub->opened == 1; }));
    std::atomic<int> ran{0};

    pair.box.let(pair.at_box->number(), [&](LinkSession&, LinkTime) {
        ++ran;
        pair.at_box->say("changed");
    });
    CHECK(eventually([&] { return pair.at_hub->heard() == "changed"; }));
    pair.hub.let_all([&](LinkSession&, LinkTime) { pair.at_hub->say("stored"); });
    CHECK(eventually([&] { return pair.at_box->heard() == "stored"; }));
    pair.box.let(4711, [&](LinkSession&, LinkTime) { ran += 100; });
    pair.box.stop();

    CHECK(ran == 1);
}

TEST_CASE("a session that has said its last word is heard to the end, and both sides close") {
    Pair pair;
    pair.at_hub->say("other_region");
    pair.at_hub->over = true;

    pair.dial(pair.bound);

    CHECK(eventually([&] { return pair.at_box->end_name() == "closed"; }));
    CHECK(pair.at_box->heard() == "other_region");
    CHECK(eventually([&] { return pair.at_hub->end_name() == "closed"; }));
    CHECK(eventually([&] { return pair.hub.open_links() == 0 && pair.box.open_links() == 0; }));
    CHECK(eventually([&] { return pair.ended == 1; }));
}

TEST_CASE("a session that throws ends its own link and no other, and the log hears why") {
    std::mutex mutex;
    std::string complaint;
    LinkOptions options;
    options.complain = [&](const std::string& what) {
        const std::lock_guard lock(mutex);
        complaint = what;
    };
    LinkThread hub(options);
    const auto heard = std::make_shared<Talk>();
    heard->on_heard = [](ByteView bytes) {
        if (text_of(bytes) == "poison") throw MachineError("the disk is full");
    };
    const Endpoint bound = hub.listen(at(0), sessions_of(heard));
    LinkThread boxes({});
    const auto good = std::make_shared<Talk>();
    const auto bad = std::make_shared<Talk>();
    const auto dial = [&](const std::shared_ptr<Talk>& talk) {
        boxes.dial({.endpoint = bound, .factory = sessions_of(talk), .ended = [](auto&) {}});
    };
    dial(good);
    REQUIRE(eventually([&] { return hub.open_links() == 1 && good->opened == 1; }));
    dial(bad);
    REQUIRE(eventually([&] { return hub.open_links() == 2 && bad->opened == 1; }));

    boxes.let(bad->number(), [&](LinkSession&, LinkTime) { bad->say("poison"); });

    CHECK(eventually([&] { return bad->end_name() == "cut"; }));
    CHECK(eventually([&] { return hub.open_links() == 1; }));
    CHECK(heard->end_name() == "broken");
    CHECK_FALSE(good->end());
    const std::lock_guard lock(mutex);
    CHECK(complaint.find("the disk is full") != std::string::npos);
}

TEST_CASE("a try that cannot succeed says why by its name") {
    LinkOptions options;
    options.connect_time = milliseconds(2'000);
    LinkThread box(options);
    const auto end_of = [&](const Endpoint& endpoint) {
        const auto name = std::make_shared<Talk>();
        std::atomic<bool> over{false};
        std::string rule;
        box.dial(
            {.endpoint = endpoint, .factory = sessions_of(name), .ended = [&](const Refusal& end) {
                 rule = end.rule_name();
                 over = true;
             }});
        CHECK(eventually([&] { return over.load(); }));
        return rule;
    };
    std::uint16_t closed_port = 0;
    {
        const Listeners gone = listen_on(at(0), 1);
        closed_port = gone.bound.port;
    }

    CHECK(end_of(at(closed_port)) == "refused");
    CHECK(end_of({.host = "no-such-host.invalid", .port = 1}) == "unknown_host");
    CHECK(end_of({.host = "255.255.255.255", .port = 1}) == "unreachable");
}

TEST_CASE("a name is looked up") {
    Pair pair;
    pair.dial({.host = "localhost", .port = pair.bound.port});

    CHECK(eventually([&] { return pair.at_box->opened == 1; }));
}

TEST_CASE("a port that is taken is said at once") {
    LinkThread hub({});
    const auto talk = std::make_shared<Talk>();
    const Endpoint bound = hub.listen(at(0), sessions_of(talk));

    CHECK_THROWS_AS(hub.listen(bound, sessions_of(talk)), MachineError);
}
