// A quiet peer and one that is gone: told apart by what a link is worth, not by a stop-watch.
#include "node/net/pulse.hpp"

#include <doctest/doctest.h>

using namespace wayside::net;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr LinkTime start{};

}  // namespace

TEST_CASE("a link on which nobody has anything to say is asked after minutes, then given up") {
    Pulse pulse({}, start);

    CHECK(pulse.advice(start + seconds(239)) == Pulse::Advice::wait);
    CHECK(pulse.deadline() == start + seconds(240));
    CHECK(pulse.advice(start + seconds(240)) == Pulse::Advice::ask);
    CHECK(pulse.advice(start + seconds(240)) == Pulse::Advice::wait);
    CHECK(pulse.advice(start + seconds(329)) == Pulse::Advice::wait);
    CHECK(pulse.advice(start + seconds(330)) == Pulse::Advice::gone);
}

TEST_CASE("any byte is life, and each silence is asked about once") {
    Pulse pulse({}, start);
    CHECK(pulse.advice(start + seconds(240)) == Pulse::Advice::ask);
    pulse.said(28, start + seconds(240));

    pulse.heard(start + seconds(300));

    CHECK(pulse.deadline() == start + seconds(540));
    CHECK(pulse.advice(start + seconds(539)) == Pulse::Advice::wait);
    CHECK(pulse.advice(start + seconds(540)) == Pulse::Advice::ask);
}

TEST_CASE("what was said and not answered is asked about sooner") {
    Pulse pulse({}, start);
    pulse.said(60, start);

    CHECK(pulse.advice(start + seconds(29)) == Pulse::Advice::wait);
    CHECK(pulse.advice(start + milliseconds(30'100)) == Pulse::Advice::ask);
    CHECK(pulse.advice(start + milliseconds(90'099)) == Pulse::Advice::wait);
    CHECK(pulse.advice(start + milliseconds(90'100)) == Pulse::Advice::gone);
}

TEST_CASE("no patience is shorter than what is still on its way at 4.8 kbit/s") {
    Pulse pulse({}, start);
    pulse.said(60'000, start);  // takes 100 s

    CHECK(pulse.advice(start + seconds(129)) == Pulse::Advice::wait);
    CHECK(pulse.advice(start + seconds(130)) == Pulse::Advice::ask);
    CHECK(pulse.advice(start + seconds(189)) == Pulse::Advice::wait);
    CHECK(pulse.advice(start + seconds(190)) == Pulse::Advice::gone);
}

TEST_CASE("a byte that comes while much is on its way does not shorten what follows") {
    Pulse pulse({}, start);
    pulse.said(60'000, start);
    pulse.heard(start + seconds(1));
    pulse.said(600, start + seconds(2));

    CHECK(pulse.advice(start + seconds(190)) == Pulse::Advice::ask);
    CHECK(pulse.advice(start + seconds(190)) == Pulse::Advice::wait);
    CHECK(pulse.advice(start + seconds(191)) == Pulse::Advice::gone);
}

TEST_CASE("who takes megabytes and answers nothing is given up within minutes, not hours") {
    Pulse pulse({}, start);
    for (int i = 0; i < 10'000; ++i) pulse.said(1'400, start);

    CHECK(pulse.deadline() < start + seconds(300));
    CHECK(pulse.advice(start + seconds(300)) == Pulse::Advice::ask);
    CHECK(pulse.advice(start + seconds(400)) == Pulse::Advice::gone);
}

TEST_CASE("a package that crosses slowly is not given up while the kernel takes more of it") {
    Pulse pulse({}, start);
    LinkTime now = start;
    for (int i = 0; i < 1'000; ++i) {
        now += seconds(2);
        pulse.said(1'400, now);
        CHECK(pulse.advice(now) != Pulse::Advice::gone);
    }
}
