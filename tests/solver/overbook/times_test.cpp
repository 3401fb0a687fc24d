#include "solver/overbook/times.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

using namespace wayside::solver::overbook;
using wayside::solver::search::Duration;

namespace {

constexpr Costs costs{};
constexpr TimesEffort small{128, 2'000};

Visit visit(std::int64_t p50_minutes, std::int64_t p80_minutes, std::int32_t show_ppm = 1'000'000) {
    return {Duration{p50_minutes * 60, p80_minutes * 60}, show_ppm};
}

TimedSession some_session(std::mt19937_64& dice) {
    TimedSession out{static_cast<std::int32_t>(60 + dice() % 300),
                     {},
                     static_cast<std::int32_t>(1 + dice() % 5)};
    const std::size_t count = 1 + dice() % 12;
    for (std::size_t i = 0; i < count; ++i) {
        const auto p50 = static_cast<std::int64_t>(5 + dice() % 30);
        out.visits.push_back(visit(p50, p50 + static_cast<std::int64_t>(dice() % 20),
                                   static_cast<std::int32_t>(dice() % 1'000'001)));
    }
    return out;
}

}  // namespace

TEST_CASE("equal slots share the session out in booking order") {
    const TimedSession session{60, {visit(10, 12), visit(10, 12), visit(10, 12)}, 5};

    CHECK(equal_slots(session) == Timetable{{0, 1, 2}, {0, 20, 40}});
}

TEST_CASE("a session of sure lengths costs what the clock says") {
    // 30 minutes each, asked to come at 0, 20 and 70: the second waits 10, the server 10, and 40
    // minutes of overtime.
    const TimedSession session{60, {visit(30, 30), visit(30, 30), visit(30, 30)}, 1};
    const Futures futures(session, 16, 1);

    CHECK(futures.cost_of({{0, 1, 2}, {0, 20, 70}}, costs) == (10 + 6 * 10 + 9 * 40) * 1'000);
    CHECK(futures.cost_of({{2, 1, 0}, {0, 30, 60}}, {1, 6, 0, 5}) == 0);
}

TEST_CASE("in the futures exactly the share of no-shows stays away that was said") {
    const TimedSession session{60, {visit(30, 30, 750'000)}, 1};
    const Futures futures(session, 64, 9);

    // Whoever comes costs nothing; each of the others leaves an hour unused.
    CHECK(futures.cost_of({{0}, {0}}, {0, 0, 0, 1}) == (30 * 48 + 60 * 16) * 1'000 / 64);
}

TEST_CASE(
    "the advice never costs more than equal slots, and its times are in order and on the step") {
    std::mt19937_64 dice(11);
    for (int round = 0; round < 12; ++round) {
        const TimedSession session = some_session(dice);

        const TimesAdvice advice = advise_times(session, costs, 3, small);

        REQUIRE(advice.cost <= advice.cost_equal);
        REQUIRE(Futures(session, small.futures, 3).cost_of(advice.timetable, costs) == advice.cost);
        const auto& minutes = advice.timetable.minutes;
        REQUIRE(std::is_sorted(minutes.begin(), minutes.end()));
        for (const std::int32_t minute : minutes) {
            REQUIRE(minute % session.step_minutes == 0);
            REQUIRE(minute >= 0);
            REQUIRE(minute <= session.minutes);
        }
        auto order = advice.timetable.order;
        std::sort(order.begin(), order.end());
        for (std::size_t i = 0; i < order.size(); ++i) REQUIRE(order[i] == i);
        REQUIRE(order.size() == session.visits.size());
    }
}

TEST_CASE("sure visits come first, and unsure ones get more time") {
    TimedSession session{240, {}, 1};
    for (int i = 0; i < 12; ++i) {
        session.visits.push_back(i % 2 == 0 ? visit(21, 34) : visit(14, 18));
    }

    const TimesAdvice advice = advise_times(session, costs, 1, small);

    CHECK(advice.cost * 100 < advice.cost_equal * 80);
    std::size_t sure_in_first_half = 0;
    for (std::size_t i = 0; i < 6; ++i) sure_in_first_half += advice.timetable.order[i] % 2;
    CHECK(sure_in_first_half >= 4);
}

TEST_CASE("the same session, seed and effort give the same advice, on every machine") {
    const TimedSession session{60, {visit(21, 34, 900'000), visit(14, 18), visit(10, 12)}, 1};

    const TimesAdvice advice = advise_times(session, costs, 1, small);

    CHECK(advise_times(session, costs, 1, small).timetable == advice.timetable);
    CHECK(advice.timetable == Timetable{{2, 1, 0}, {0, 8, 20}});
    CHECK(advice.cost == 32'344);
}

TEST_CASE("a session of times that makes no sense is refused by name") {
    const auto fault = [](const TimedSession& session) {
        const char* name = fault_of(session, costs);
        return std::string(name == nullptr ? "" : name);
    };
    CHECK(fault({60, {visit(10, 12)}, 1}).empty());
    CHECK(fault({60, {}, 1}) == "no_visit");
    CHECK(fault({60, std::vector<Visit>(max_visits + 1, visit(10, 12)), 1}) == "too_many");
    CHECK(fault({0, {visit(10, 12)}, 1}) == "bad_minutes");
    CHECK(fault({60, {visit(10, 12)}, 0}) == "bad_minutes");
    CHECK(fault({60, {visit(10, 9)}, 1}) == "bad_duration");
    CHECK(fault({60, {visit(10, 12, -1)}, 1}) == "bad_probability");
    CHECK(fault_of({60, {visit(10, 12)}, 1}, {1, 6, 1'001, 0}) == std::string("bad_cost"));
}
