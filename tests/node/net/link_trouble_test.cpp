// Links as they are: slow, cut, changed on the way, half open; and their end.
#include <doctest/doctest.h>

#include <mutex>
#include <thread>
#include <vector>

#include "node/net/link_thread.hpp"
#include "tests/node/net/client.hpp"
#include "tests/node/net/relay.hpp"
#include "tests/node/net/talk.hpp"

using namespace wayside;
using namespace wayside::net;
using namespace wayside::net::test;

namespace {

Endpoint at(std::uint16_t port) {
    return {.host = "127.0.0.1", .port = port};
}

milliseconds time_of(const auto& act) {
    const auto before = std::chrono::steady_clock::now();
    act();
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - before);
}

struct Ends {
    explicit Ends(const LinkOptions& options = {}) : hub(options), box(options) {}
    ~Ends() { box.stop(); }

    std::shared_ptr<Talk> at_hub = std::make_shared<Talk>();
    std::shared_ptr<Talk> at_box = std::make_shared<Talk>();
    LinkThread hub;
    LinkThread box;
    Endpoint bound = hub.listen(at(0), sessions_of(at_hub));
    std::atomic<int> ended{0};
    std::mutex mutex;  ///< guards `end`
    std::string end;

    void dial(std::uint16_t port) {
        box.dial({.endpoint = at(port),
                  .factory = sessions_of(at_box),
                  .ended = [this](const Refusal& why) {
                      const std::lock_guard lock(mutex);
                      end = why.rule_name();
                      ++ended;
                  }});
    }
    std::string end_name() {
        const std::lock_guard lock(mutex);
        return end;
    }
};

/// Whether `count` stays as it is for `long_enough`, sooner or later.
bool stands_still(const std::atomic<std::size_t>& count, milliseconds long_enough) {
    auto last = count.load();
    auto since = std::chrono::steady_clock::now();
    return eventually([&] {
        const auto now = std::chrono::steady_clock::now();
        if (const auto seen = count.load(); seen != last) {
            last = seen;
            since = now;
        }
        return now - since > long_enough;
    });
}

/// Times of a link, some tens of times shorter where a test has to wait for them; long enough that
/// a machine which is busy elsewhere for a second is not taken for a peer that has gone.
LinkOptions hasty() {
    LinkOptions options;
    options.pulse = {.ask_when_idle = milliseconds(400),
                     .ask = milliseconds(1'000),
                     .gone = milliseconds(1'500),
                     .slowest_bytes_per_second = 1'000'000};
    return options;
}

}  // namespace

TEST_CASE("who does not read stops who writes, and nothing grows meanwhile") {
    Ends ends;
    ends.at_hub->endless = 8 * 1024 * 1024;
    ends.at_box->listens = false;
    ends.dial(ends.bound.port);
    REQUIRE(eventually([&] { return ends.at_hub->said_bytes > 0; }));
    const auto before = resident_bytes();

    // The kernel's buffers may still grow for a while; what it took is theirs.
    CHECK(stands_still(ends.at_hub->said_bytes, milliseconds(500)));
    CHECK(ends.at_hub->said_bytes < 512 * 1024);
    if (memory_can_be_measured) CHECK(resident_bytes() < before + 512 * 1024);

    ends.at_box->listens = true;
    ends.box.let_all([](LinkSession&, LinkTime) {});
    CHECK(eventually([&] { return ends.at_box->heard_bytes == 8 * 1024 * 1024; },
                     milliseconds(30'000)));
}

TEST_CASE("both may talk at once for as long as they like") {
    Ends ends;
    ends.at_hub->endless = 4 * 1024 * 1024;
    ends.at_box->endless = 4 * 1024 * 1024;

    ends.dial(ends.bound.port);

    CHECK(eventually(
        [&] {
            return ends.at_box->heard_bytes == 4 * 1024 * 1024 &&
                   ends.at_hub->heard_bytes == 4 * 1024 * 1024;
        },
        milliseconds(30'000)));
}

TEST_CASE("an echo to one who does not listen stops listening, and not before it is full") {
    // One in twelve stood still when the receive buffer was made smaller on an open connection.
    for (int round = 0; round < 12; ++round) {
        Ends ends;
        ends.at_hub->echo = true;
        ends.at_box->endless = 8 * 1024 * 1024;
        ends.at_box->listens = false;
        ends.dial(ends.bound.port);
        REQUIRE(eventually([&] { return ends.at_hub->most_unsaid >= 64 * 1024; }));
        std::this_thread::sleep_for(milliseconds(100));

        CHECK(ends.at_hub->most_unsaid < 80 * 1024);
        CHECK(ends.at_box->said_bytes < 8 * 1024 * 1024);
    }
}

TEST_CASE("a link that is cut at any byte ends at both sides, and leaves nothing") {
    const auto descriptors = open_descriptors();
    {
        Ends ends;
        Relay relay(ends.bound.port);
        int tries = 0;
        const auto cut_at = [&](std::atomic<std::size_t>& place, std::size_t byte) {
            place = byte;
            ends.at_box->say(std::string(2'000, 'b'));
            ends.at_hub->say(std::string(2'000, 'h'));
            ends.dial(relay.port());
            ++tries;
            REQUIRE(eventually([&] { return ends.ended == tries; }));
            const auto name = ends.end_name();
            CHECK((name == "cut" || name == "not_tls" || name == "not_a_link"));
            place = SIZE_MAX;
        };
        for (std::size_t byte = 1; byte < 1'500; byte += 23) cut_at(relay.cut_after_up, byte);
        for (std::size_t byte = 1; byte < 1'300; byte += 23) cut_at(relay.cut_after_down, byte);

        CHECK(ends.at_box->opened > 10);
        CHECK(eventually([&] { return ends.hub.open_links() == 0; }));
        CHECK(ends.box.open_links() == 0);
    }
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("a byte that was changed on its way is never believed") {
    Ends ends;
    Relay relay(ends.bound.port);
    int tries = 0;
    const std::string words(2'000, 'w');
    for (std::size_t byte = 0; byte < 2'400; byte += 49) {
        const auto heard = ends.at_hub->heard_bytes.load();
        relay.corrupt_up = byte;
        ends.at_box->say(words);
        ends.dial(relay.port());
        ++tries;

        REQUIRE(eventually([&] {
            return ends.ended == tries || ends.at_hub->heard_bytes >= heard + words.size();
        }));

        CHECK(ends.ended == tries);
        CHECK(ends.end_name() != "");
        CHECK(eventually([&] { return ends.hub.open_links() == 0; }));
        CHECK(ends.at_hub->heard().find_first_not_of('w') == std::string::npos);
    }
}

TEST_CASE("a connection that stands and carries nothing is found out by both ends") {
    Ends ends(hasty());
    Relay relay(ends.bound.port);
    ends.dial(relay.port());
    REQUIRE(eventually([&] { return ends.at_hub->opened == 1 && ends.at_box->opened == 1; }));

    relay.swallows = true;

    CHECK(eventually([&] { return ends.ended == 1 && ends.at_hub->end(); }));
    // Who finds out first hangs up, and the relay tells the other.
    CHECK((ends.end_name() == "silent" || ends.at_hub->end_name() == "silent"));
}

TEST_CASE("a link on which nobody says anything stands, as each side answers when asked") {
    Ends ends(hasty());
    ends.dial(ends.bound.port);
    REQUIRE(eventually([&] { return ends.at_hub->opened == 1 && ends.at_box->opened == 1; }));

    std::this_thread::sleep_for(milliseconds(4'000));

    CHECK(ends.ended == 0);
    CHECK_FALSE(ends.at_hub->end());
}

TEST_CASE("who stops listening is not itself surprised by the silence") {
    Ends ends(hasty());
    ends.dial(ends.bound.port);
    REQUIRE(eventually([&] { return ends.at_hub->opened == 1 && ends.at_box->opened == 1; }));
    ends.at_box->listens = false;
    ends.at_hub->say("something that is read, as the reading was under way");
    REQUIRE(eventually([&] { return ends.at_box->heard_bytes > 0; }));

    // The hub asks, is not answered, and gives up; the box does not.
    CHECK(eventually([&] { return ends.at_hub->end_name() == "silent"; }));
    CHECK(ends.ended == 0);
    ends.at_box->listens = true;
    ends.box.let_all([](LinkSession&, LinkTime) {});
    CHECK(eventually([&] { return ends.ended == 1; }));
    CHECK(ends.end_name() == "cut");
}

TEST_CASE("stop ends whatever is under way within a second, and tells each session") {
    Ends open;
    open.dial(open.bound.port);
    Ends stuck;
    stuck.at_box->endless = 8 * 1024 * 1024;
    stuck.at_hub->listens = false;
    stuck.dial(stuck.bound.port);
    Ends greeting;
    const Listeners deaf = listen_on(at(0), 1);
    greeting.dial(deaf.bound.port);
    Ends asking;
    asking.box.dial({.endpoint = {.host = "a-name-that-takes-its-time.invalid", .port = 1},
                     .factory = sessions_of(asking.at_box),
                     .ended = [&](const Refusal&) { ++asking.ended; }});
    asking.box.after(std::chrono::hours(1), [] {});
    Ends parting;
    parting.at_box->over = true;
    parting.at_hub->listens = false;
    parting.dial(parting.bound.port);
    REQUIRE(eventually([&] { return open.at_box->opened == 1 && open.at_hub->opened == 1; }));
    REQUIRE(eventually([&] { return stuck.at_box->said_bytes > 100'000; }));
    REQUIRE(eventually([&] { return parting.at_box->opened == 1; }));

    for (Ends* const ends : {&open, &stuck, &greeting, &asking, &parting}) {
        CHECK(time_of([&] { ends->box.stop(); }) < milliseconds(1'000));
        CHECK(ends->ended == 1);
        CHECK(time_of([&] { ends->hub.stop(); }) < milliseconds(1'000));
    }
    CHECK(open.at_box->end_name() == "stopped");
    CHECK(stuck.at_box->end_name() == "stopped");
    CHECK(greeting.end_name() == "stopped");
}

TEST_CASE("a hundred boxes at one hub: what each costs") {
    constexpr std::size_t count = 100;
    LinkThread hub({});
    LinkThread boxes({});
    const auto at_hub = std::make_shared<Talk>();
    const auto at_box = std::make_shared<Talk>();
    const Endpoint bound = hub.listen(at(0), sessions_of(at_hub));
    const auto before = resident_bytes();

    const auto took = time_of([&] {
        for (std::size_t i = 0; i < count; ++i) {
            boxes.dial({.endpoint = bound, .factory = sessions_of(at_box), .ended = [](auto&) {}});
        }
        REQUIRE(eventually([&] { return hub.open_links() == count && boxes.open_links() == count; },
                           milliseconds(30'000)));
    });

    const auto each = (resident_bytes() - before) / (2 * count);
    MESSAGE("100 links opened in " << took.count() << " ms, " << each / 1024
                                   << " kB resident for each end");
    if (memory_can_be_measured) CHECK(each < 160 * 1024);
}
