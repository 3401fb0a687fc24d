#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "node/care/calendar.hpp"
#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::care;

namespace {

LocalDate day(const char* text) {
    return *LocalDate::parse(text);
}

Span span(const char* begin, const char* end) {
    return {*parse_instant(begin), *parse_instant(end)};
}

Practitioner every_day(WallSpan shift, std::vector<WallSpan> breaks) {
    Practitioner out{"amal", "", {"nurse"}, {{{}, shift, std::move(breaks)}}};
    for (int i = 0; i < 7; ++i) out.shifts[0].days.push_back(static_cast<Weekday>(i));
    return out;
}

}  // namespace

TEST_CASE("a night shift lies on the right instants when the clocks go forward in it") {
    const Zone zone = *Zone::named("Africa/Cairo");
    const Practitioner amal = every_day({22 * 60, 30 * 60}, {{24 * 60, 25 * 60}});

    const WallCalendar night(zone, day("2026-04-23"), day("2026-04-23"));

    CHECK(night.shifts(amal) == std::vector{span("2026-04-23T20:00:00Z", "2026-04-24T03:00:00Z")});
    // The break would last from 00:00 to 01:00, an hour that this night does not have.
    CHECK(night.breaks(amal).empty());
}

TEST_CASE("a night shift has an hour more when the clocks go back in it") {
    const Zone zone = *Zone::named("Africa/Cairo");
    const Practitioner amal = every_day({22 * 60, 30 * 60}, {{23 * 60, 23 * 60 + 30}});

    const WallCalendar night(zone, day("2026-10-29"), day("2026-10-29"));

    CHECK(night.shifts(amal) == std::vector{span("2026-10-29T19:00:00Z", "2026-10-30T04:00:00Z")});
    CHECK(night.breaks(amal) == std::vector{span("2026-10-29T20:00:00Z", "2026-10-29T20:30:00Z")});
}

TEST_CASE("doors that are open all night every day are open without a gap") {
    const Zone zone = *Zone::named("Africa/Cairo");
    Setup setup;
    for (auto& hours : setup.hours) hours = {{0, 24 * 60}};

    const WallCalendar year(zone, day("2026-01-01"), day("2026-12-31"));

    CHECK(year.opening(setup) == std::vector{span("2025-12-31T22:00:00Z", "2026-12-31T22:00:00Z")});
}

TEST_CASE("a span of last evening that reaches into today is found from today") {
    const Zone zone = *Zone::named("Africa/Dar_es_Salaam");
    const Practitioner amal = every_day({20 * 60, 28 * 60}, {});
    const Span early = span("2026-03-02T22:00:00Z", "2026-03-02T22:30:00Z");  // 01:00 on the 3rd

    const WallCalendar calendar(zone, early);

    CHECK(any_holds(calendar.shifts(amal), early));
}

TEST_CASE("spans that touch or overlap become one, others stay apart") {
    SeededRandom random{61};
    for (int round = 0; round < 500; ++round) {
        std::vector<bool> naive(40, false);
        std::vector<Span> spans;
        for (std::uint64_t i = 0; i < random.below(8); ++i) {
            const auto begin = static_cast<std::int64_t>(random.below(38));
            const auto end =
                begin + 1 +
                static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(39 - begin)));
            spans.push_back({{begin}, {end}});
            for (auto at = begin; at < end; ++at) naive[static_cast<std::size_t>(at)] = true;
        }
        const auto out = united(spans);
        for (std::size_t i = 1; i < out.size(); ++i) REQUIRE(out[i - 1].end < out[i].begin);
        for (std::int64_t at = 0; at < 40; ++at) {
            REQUIRE(any_holds(out, {{at}, {at + 1}}) == naive[static_cast<std::size_t>(at)]);
        }
    }
}
