// A clinic's way to its hub: it comes back by itself, and the light says what is.
#include "sync/transport/carrier.hpp"

#include <doctest/doctest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <thread>

#include "tests/node/net/client.hpp"
#include "tests/node/net/relay.hpp"
#include "tests/node/net/talk.hpp"

using namespace wayside;
using namespace wayside::transport;
using net::Endpoint;
using net::test::eventually;
using net::test::milliseconds;
using net::test::Relay;
using net::test::sessions_of;
using net::test::Talk;

namespace {

Endpoint at(std::uint16_t port) {
    return {.host = "127.0.0.1", .port = port};
}

struct Side {
    SystemClock wall;
    SeededRandom random{11};
    std::shared_ptr<Talk> talk = std::make_shared<Talk>();
    Carrier carrier;

    explicit Side(const CarrierOptions& options = {}) : carrier(options, wall, random) {}
    [[nodiscard]] LinkState state() const { return carrier.light().state; }
    [[nodiscard]] std::string error() const { return carrier.light().error_rule; }
};

/// A thousandth of the rests.
CarrierOptions hasty() {
    CarrierOptions options;
    options.backoff.first = milliseconds(10);
    options.backoff.silent_most = milliseconds(20);
    options.backoff.absent_most = milliseconds(20);
    options.backoff.refused_most = milliseconds(40);
    return options;
}

/// A network of this thread alone, and of those that it starts; false where that is not allowed.
bool enter_own_network() {
    return ::unshare(CLONE_NEWNET) == 0;
}

void bring_loopback_up() {
    const net::Descriptor socket(::socket(AF_INET, SOCK_DGRAM, 0));
    ifreq request{};
    request.ifr_name[0] = 'l';
    request.ifr_name[1] = 'o';
    request.ifr_flags = IFF_UP;
    REQUIRE(::ioctl(socket.number(), SIOCSIFFLAGS, &request) == 0);
}

}  // namespace

TEST_CASE("before anybody dials the light is off, and then it says since when there is a link") {
    Side hub;
    Side box;
    CHECK(box.state() == LinkState::off);
    const Endpoint bound = hub.carrier.listen(at(0), sessions_of(hub.talk));
    const Timestamp before = box.wall.now();

    box.carrier.dial(bound, sessions_of(box.talk));

    REQUIRE(eventually([&] { return box.state() == LinkState::connected; }));
    const Light light = box.carrier.light();
    REQUIRE(light.connected_since);
    CHECK(*light.connected_since >= before);
    CHECK(light.last_connected == light.connected_since);
    CHECK(light.tries == 1);
    CHECK(light.error_rule.empty());
    CHECK(eventually([&] { return hub.carrier.open_links() == 1; }));
}

TEST_CASE("a hub that goes and comes is found again, and the light says how it went") {
    Side box(hasty());
    Endpoint bound;
    {
        Side hub;
        bound = hub.carrier.listen(at(0), sessions_of(hub.talk));
        box.carrier.dial(bound, sessions_of(box.talk));
        REQUIRE(eventually([&] { return box.state() == LinkState::connected; }));
    }
    REQUIRE(eventually([&] { return box.error() == "refused"; }));
    const Light away = box.carrier.light();
    CHECK_FALSE(away.connected_since);
    CHECK(away.last_connected);
    CHECK(away.error_at);

    Side hub;
    hub.carrier.listen(bound, sessions_of(hub.talk));

    CHECK(eventually([&] { return box.state() == LinkState::connected; }));
    CHECK(box.error() == "refused");
}

TEST_CASE("a link that is cut again and again is there again each time") {
    Side hub;
    Side box(hasty());
    Relay relay(hub.carrier.listen(at(0), sessions_of(hub.talk)).port);
    hub.talk->echo = true;
    relay.cut_after_up = 3'000;
    box.talk->endless = 1'000'000'000;

    box.carrier.dial(at(relay.port()), sessions_of(box.talk));

    CHECK(eventually([&] { return box.talk->opened >= 5; }, milliseconds(10'000)));
    CHECK(box.error() == "cut");
}

TEST_CASE("who is refused by name rests longer, says so, and hurries when a person asks") {
    Side hub;
    CarrierOptions options;
    options.backoff.first = std::chrono::hours(1);
    options.backoff.refused_most = std::chrono::hours(1);
    Side box(options);
    box.talk->why = Refusal{Why::forbidden, "the region has revoked this device", "revoked"};
    box.talk->over = true;
    const Endpoint bound = hub.carrier.listen(at(0), sessions_of(hub.talk));

    box.carrier.dial(bound, sessions_of(box.talk));

    REQUIRE(eventually([&] { return box.state() == LinkState::resting; }));
    CHECK(box.error() == "revoked");
    CHECK(box.carrier.light().error_detail == "the region has revoked this device");
    CHECK(box.carrier.light().tries == 1);
    CHECK(box.carrier.light().next_try);
    box.carrier.try_now();
    CHECK(eventually([&] { return box.carrier.light().tries == 2; }));
}

TEST_CASE("work for a session reaches it, and nobody once the link is gone") {
    Side hub;
    Side box;
    box.carrier.dial(hub.carrier.listen(at(0), sessions_of(hub.talk)), sessions_of(box.talk));
    REQUIRE(eventually([&] { return hub.talk->opened == 1; }));
    std::atomic<int> reached{0};

    hub.carrier.let_all([&](net::LinkSession&, net::LinkTime) { hub.talk->say("changed"); });
    hub.carrier.let(hub.talk->number(), [&](net::LinkSession&, net::LinkTime) { ++reached; });
    CHECK(eventually([&] { return box.talk->heard() == "changed" && reached == 1; }));
    box.carrier.stop();
    REQUIRE(eventually([&] { return hub.carrier.open_links() == 0; }));
    hub.carrier.let(hub.talk->number(), [&](net::LinkSession&, net::LinkTime) { ++reached; });
    hub.carrier.stop();

    CHECK(reached == 1);
}

TEST_CASE("a carrier stops within a second, whether it rests, tries or is connected") {
    Side hub;
    Side connected;
    connected.carrier.dial(hub.carrier.listen(at(0), sessions_of(hub.talk)),
                           sessions_of(connected.talk));
    CarrierOptions slow;
    slow.backoff.first = std::chrono::hours(1);
    slow.backoff.absent_most = std::chrono::hours(1);
    Side resting(slow);
    resting.carrier.dial(at(1), sessions_of(resting.talk));
    Side trying;
    const net::Listeners deaf = net::listen_on(at(0), 1);
    trying.carrier.dial(deaf.bound, sessions_of(trying.talk));
    REQUIRE(eventually([&] { return connected.state() == LinkState::connected; }));
    REQUIRE(eventually([&] { return resting.state() == LinkState::resting; }));
    REQUIRE(eventually([&] { return trying.state() == LinkState::trying; }));

    const auto before = std::chrono::steady_clock::now();
    connected.carrier.stop();
    resting.carrier.stop();
    trying.carrier.stop();
    hub.carrier.stop();

    CHECK(std::chrono::steady_clock::now() - before < milliseconds(1'000));
    CHECK(connected.talk->end_name() == "stopped");
}

TEST_CASE("when the machine's network comes up, a rest ends") {
    std::thread([] {
        if (!enter_own_network()) {
            MESSAGE("skipped: this process may not have a network of its own");
            return;
        }
        Side hub;
        CarrierOptions options;
        options.backoff.first = std::chrono::hours(1);
        options.backoff.silent_most = std::chrono::hours(1);
        Side box(options);
        const Endpoint bound =
            hub.carrier.listen({.host = "0.0.0.0", .port = 0}, sessions_of(hub.talk));
        box.carrier.dial(at(bound.port), sessions_of(box.talk));
        REQUIRE(eventually([&] { return box.state() == LinkState::resting; }));
        CHECK(box.error() == "unreachable");

        bring_loopback_up();

        CHECK(eventually([&] { return box.state() == LinkState::connected; }));
    }).join();
}
