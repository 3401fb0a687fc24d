#include <doctest/doctest.h>

#include "node/care/civil.hpp"
#include "node/care/zone.hpp"
#include "node/care/zone_rule.hpp"
#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::care;

namespace {

Timestamp at(const char* text) {
    return *parse_instant(text);
}

}  // namespace

TEST_CASE("a zone's rule agrees with its own table in every year that both know") {
    const struct {
        const char* name;
        const char* rule;
    } zones[]{{"Africa/Cairo", "EET-2EEST,M4.5.5/0,M10.5.4/24"},
              {"America/New_York", "EST5EDT,M3.2.0,M11.1.0"},
              {"Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"},
              {"Asia/Kolkata", "IST-5:30"},
              {"Africa/Dar_es_Salaam", "EAT-3"},
              {"Europe/Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1"}};
    SeededRandom random{51};
    for (const auto& [name, line] : zones) {
        const Zone zone = *Zone::named(name);
        const auto rule = ZoneRule::parse(line);
        REQUIRE(rule.has_value());
        const std::int64_t begin_ms = at("2027-01-01T00:00:00Z").ms;
        const std::int64_t length_ms = at("2037-01-01T00:00:00Z").ms - begin_ms;
        for (int i = 0; i < 500; ++i) {
            const auto later =
                static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(length_ms)));
            const Timestamp instant{begin_ms + later};
            const OffsetSpan span = rule->span(instant);
            REQUIRE(span.offset_minutes == zone.offset_span(instant).offset_minutes);
            REQUIRE(span.begin <= instant);
            REQUIRE(instant < span.end);
        }
    }
}

TEST_CASE("rules that count days of the year know leap years") {
    // Day 59 from 0 is 29 February or 1 March; J60 is 1 March always.
    const auto from_zero = ZoneRule::parse("AAA0BBB,59/0,300/0");
    const auto without_leap = ZoneRule::parse("AAA0BBB,J60/0,J300/0");

    REQUIRE(from_zero.has_value());
    REQUIRE(without_leap.has_value());
    CHECK(from_zero->span(at("2028-06-01T00:00:00Z")).begin == at("2028-02-29T00:00:00Z"));
    CHECK(from_zero->span(at("2027-06-01T00:00:00Z")).begin == at("2027-03-01T00:00:00Z"));
    CHECK(without_leap->span(at("2028-06-01T00:00:00Z")).begin == at("2028-03-01T00:00:00Z"));
    CHECK(without_leap->span(at("2027-06-01T00:00:00Z")).begin == at("2027-03-01T00:00:00Z"));
}

TEST_CASE("a line that is no rule gives none") {
    for (const char* line :
         {"", "EET", "EET-2EEST", "EET-2EEST,M4.5.5/0", "EET-2EEST,M13.5.5,M1.1.1",
          "EET-2EEST,M4.6.5,M1.1.1", "<+03-3", "EET-2 ", "EET-2EEST,M4.5.5,M1.1.1x",
          "EET-2EEST,J0,J9", "EET-99999"}) {
        CAPTURE(line);
        CHECK(!ZoneRule::parse(line).has_value());
    }
}
