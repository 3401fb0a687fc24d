// When a hub that is not there is tried again; on a clock that the test moves.
#include "sync/transport/backoff.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <vector>

using namespace wayside;
using namespace wayside::transport;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

/// A mast that stands for a while after an hour of nothing.
struct Window {
    milliseconds opens;
    milliseconds closes;
    [[nodiscard]] bool open_at(milliseconds time) const { return time >= opens && time < closes; }
};

/// How far into the window the first question falls that is answered, or nothing. `asks`: when,
/// after its begin, a try asks; `gives_up`: when it ends.
std::optional<milliseconds> found_in(const Window& window, std::uint64_t seed,
                                     const std::vector<milliseconds>& asks, milliseconds gives_up) {
    SeededRandom random(seed);
    Backoff backoff({}, random);
    milliseconds now{0};
    while (now < window.closes) {
        for (const auto ask : asks) {
            if (window.open_at(now + ask)) return now + ask - window.opens;
        }
        now += gives_up;
        now += backoff.rest(TryEnd::nobody_answered, gives_up);
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("a window of four seconds after an hour of nothing is found, whenever it opens") {
    const std::vector<milliseconds> once{milliseconds(0)};
    // What the kernel does with a question that nobody answers.
    const std::vector<milliseconds> by_kernel{milliseconds(0), seconds(1), seconds(3)};
    milliseconds worst{0};
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const milliseconds opens = hours(1) + milliseconds(seed * 37);
        const Window window{opens, opens + seconds(4)};

        const auto no_network = found_in(window, seed, once, milliseconds(0));
        const auto nobody = found_in(window, seed, by_kernel, seconds(6));

        REQUIRE(no_network);
        REQUIRE(nobody);
        worst = std::max(worst, *no_network);
        CHECK(*nobody <= milliseconds(3'250));
    }
    CHECK(worst <= seconds(2));
}

TEST_CASE("who says no is asked less and less, down to once a minute") {
    SeededRandom random(7);
    Backoff backoff({}, random);
    milliseconds step = seconds(1);
    for (int i = 0; i < 100; ++i) {
        const auto rest = backoff.rest(TryEnd::refused, milliseconds(500));

        CHECK(rest >= step / 2);
        CHECK(rest <= step);
        step = std::min<milliseconds>(step * 2, seconds(60));
    }
}

TEST_CASE("a machine whose program is away is asked every few seconds") {
    SeededRandom random(7);
    Backoff backoff({}, random);
    for (int i = 0; i < 100; ++i) {
        CHECK(backoff.rest(TryEnd::nobody_listens, milliseconds(1)) <= seconds(8));
    }
    CHECK(backoff.rest(TryEnd::nobody_listens, milliseconds(1)) >= seconds(4));
}

TEST_CASE("a link that stood and broke is missed at once, and the steps begin anew") {
    SeededRandom random(7);
    Backoff backoff({}, random);
    for (int i = 0; i < 10; ++i) static_cast<void>(backoff.rest(TryEnd::refused, seconds(1)));

    CHECK(backoff.rest(TryEnd::broke, seconds(10)) <= milliseconds(250));
    CHECK(backoff.rest(TryEnd::refused, seconds(1)) <= seconds(1));
}

TEST_CASE("a link that breaks as soon as it opens is not opened ten times a second") {
    SeededRandom random(7);
    Backoff backoff({}, random);
    milliseconds total{0};
    for (int i = 0; i < 20; ++i) total += backoff.rest(TryEnd::broke, milliseconds(10));

    CHECK(total >= seconds(18));
    CHECK(total <= seconds(40));
}

TEST_CASE("a change of the network begins the steps anew") {
    SeededRandom random(7);
    Backoff backoff({}, random);
    for (int i = 0; i < 10; ++i) static_cast<void>(backoff.rest(TryEnd::refused, seconds(1)));

    backoff.forget();

    CHECK(backoff.rest(TryEnd::refused, seconds(1)) <= seconds(1));
}

TEST_CASE("a hundred boxes do not come back in one moment") {
    SeededRandom random(7);
    std::vector<int> quarters(4);
    for (int box = 0; box < 100; ++box) {
        Backoff backoff({}, random);
        const auto rest = backoff.rest(TryEnd::broke, seconds(60));
        ++quarters.at(static_cast<std::size_t>((rest.count() - 125) * 4 / 126));
    }
    for (const int boxes : quarters) CHECK(boxes >= 10);
}

TEST_CASE("the names of ends mean what they say") {
    CHECK(try_end_of("no_answer") == TryEnd::nobody_answered);
    CHECK(try_end_of("unreachable") == TryEnd::nobody_answered);
    CHECK(try_end_of("unknown_host") == TryEnd::nobody_answered);
    CHECK(try_end_of("refused") == TryEnd::nobody_listens);
    CHECK(try_end_of("cut") == TryEnd::broke);
    CHECK(try_end_of("silent") == TryEnd::broke);
    CHECK(try_end_of("revoked") == TryEnd::refused);
    CHECK(try_end_of("no_certificate") == TryEnd::refused);
    CHECK(try_end_of("broken") == TryEnd::refused);
}
