#include <doctest/doctest.h>

#include <string>

#include "node/care/zone.hpp"
#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::care;

namespace {

const LocalTime four{240};

Zone cairo() {
    return *Zone::named("Africa/Cairo");
}
Timestamp at(const char* text) {
    return *parse_instant(text);
}
LocalDate day(const char* text) {
    return *LocalDate::parse(text);
}
LocalTime wall(const char* text) {
    return *LocalTime::parse(text);
}

std::string rule_of(const Result<Told>& told) {
    return told ? "accepted" : told.refusal().rule_name();
}

}  // namespace

TEST_CASE("a zone that nobody knows is refused by name") {
    for (const char* name : {"", "Mars/Olympus", "africa/cairo", "../../etc/passwd", "right/UTC",
                             "posix/UTC", "posixrules", "localtime", "Factory", "Africa"}) {
        CAPTURE(name);
        const auto zone = Zone::named(name);
        REQUIRE(!zone);
        CHECK(zone.refusal().rule_name() == "unknown_zone");
    }
    CHECK(Zone::named("UTC"));
    CHECK(Zone::named("America/Argentina/Buenos_Aires"));
}

TEST_CASE("a clinic in Dar es Salaam is three hours east all year") {
    const Zone zone = *Zone::named("Africa/Dar_es_Salaam");

    CHECK(zone.local(at("2026-03-02T11:30:00Z")).text() == "2026-03-02T14:30:00+03:00");
    CHECK(zone.told("2026-03-02T14:30:00+03:00")->text() == "2026-03-02T14:30:00+03:00");
    CHECK(zone.told("2026-03-02T11:30:00Z")->text() == "2026-03-02T14:30:00+03:00");
    CHECK(zone.told("2026-03-02T14:30:00")->text() == "2026-03-02T14:30:00+03:00");
    CHECK(rule_of(zone.told("2026-03-02T14:30:00+02:00")) == "wrong_offset");
}

TEST_CASE("in the night to 24 April 2026 the hour after midnight does not exist in Cairo") {
    const Zone zone = cairo();

    CHECK(zone.local(at("2026-04-23T21:59:00Z")).text() == "2026-04-23T23:59:00+02:00");
    CHECK(zone.local(at("2026-04-23T22:00:00Z")).text() == "2026-04-24T01:00:00+03:00");
    CHECK(zone.instants(day("2026-04-24"), wall("00:00")).is_gap());
    CHECK(zone.instants(day("2026-04-24"), wall("00:59")).is_gap());
    CHECK(!zone.instants(day("2026-04-24"), wall("01:00")).is_gap());
    CHECK(rule_of(zone.told("2026-04-24T00:30:00+02:00")) == "no_such_time");
    CHECK(rule_of(zone.told("2026-04-24T00:30:00+03:00")) == "no_such_time");
    CHECK(rule_of(zone.told("2026-04-24T00:30:00")) == "no_such_time");
    CHECK(zone.told("2026-04-23T22:30:00Z")->text() == "2026-04-24T01:30:00+03:00");
}

TEST_CASE("in the night to 30 October 2026 the hour before midnight comes twice in Cairo") {
    const Zone zone = cairo();

    const WallInstants twice = zone.instants(day("2026-10-29"), wall("23:30"));

    REQUIRE(twice.is_twice());
    CHECK(twice.first->text() == "2026-10-29T23:30:00+03:00");
    CHECK(twice.second->text() == "2026-10-29T23:30:00+02:00");
    CHECK(zone.told("2026-10-29T23:30:00+03:00")->instant() == at("2026-10-29T20:30:00Z"));
    CHECK(zone.told("2026-10-29T23:30:00+02:00")->instant() == at("2026-10-29T21:30:00Z"));
    CHECK(!zone.instants(day("2026-10-29"), wall("22:59")).is_twice());
    CHECK(!zone.instants(day("2026-10-30"), wall("00:00")).is_twice());
}

TEST_CASE("a start that comes twice and one of a wrong offset hear which offsets are right") {
    const Zone zone = cairo();

    const auto ambiguous = zone.told("2026-10-29T23:30:00");
    const auto wrong = zone.told("2026-10-29T23:30:00+01:00");
    const auto stale = zone.told("2026-06-01T09:00:00+02:00");

    REQUIRE(rule_of(ambiguous) == "ambiguous_time");
    CHECK(ambiguous.refusal().detail.find("+03:00 or +02:00") != std::string::npos);
    CHECK(ambiguous.refusal().field == "start");
    REQUIRE(rule_of(wrong) == "wrong_offset");
    CHECK(wrong.refusal().detail.find("+03:00 or +02:00") != std::string::npos);
    REQUIRE(rule_of(stale) == "wrong_offset");
    CHECK(stale.refusal().detail.find("is +03:00, not +02:00") != std::string::npos);
}

TEST_CASE("a start is a whole minute") {
    CHECK(rule_of(cairo().told("2026-06-01T09:00:01+03:00")) == "not_a_minute");
    CHECK(rule_of(cairo().told("2026-06-01T09:00:00.500Z")) == "not_a_minute");
    CHECK(rule_of(cairo().told("2026-06-01T09:00:00.000Z")) == "accepted");
    CHECK(rule_of(cairo().told("at nine")) == "malformed");
}

TEST_CASE("zones of half and quarter hours are as exact as others") {
    const Zone india = *Zone::named("Asia/Kolkata");
    const Zone nepal = *Zone::named("Asia/Kathmandu");
    const Zone lord_howe = *Zone::named("Australia/Lord_Howe");

    CHECK(india.told("2026-03-02T14:30:00+05:30")->instant() == at("2026-03-02T09:00:00Z"));
    CHECK(nepal.told("2026-03-02T14:30:00+05:45")->instant() == at("2026-03-02T08:45:00Z"));
    CHECK(lord_howe.local(at("2026-07-01T00:00:00Z")).text() == "2026-07-01T10:30:00+10:30");
    CHECK(lord_howe.local(at("2026-12-01T00:00:00Z")).text() == "2026-12-01T11:00:00+11:00");
}

TEST_CASE("years far off follow the rule that the zone states for them") {
    const Zone zone = cairo();
    const Zone new_york = *Zone::named("America/New_York");

    CHECK(zone.local(at("2090-07-01T00:00:00Z")).text() == "2090-07-01T03:00:00+03:00");
    CHECK(zone.local(at("2090-12-01T00:00:00Z")).text() == "2090-12-01T02:00:00+02:00");
    CHECK(zone.local(at("2037-11-30T00:00:00Z")).offset_minutes == 120);
    CHECK(zone.local(at("2038-06-01T00:00:00Z")).offset_minutes == 180);
    CHECK(new_york.local(at("2100-07-01T16:00:00Z")).text() == "2100-07-01T12:00:00-04:00");
    CHECK(new_york.local(at("2100-01-01T17:00:00Z")).text() == "2100-01-01T12:00:00-05:00");
    CHECK(Zone::named("Africa/Dar_es_Salaam")->local(at("2300-07-01T00:00:00Z")).offset_minutes ==
          180);
}

TEST_CASE("years long past have whole minutes and read back") {
    for (const char* name : {"Africa/Cairo", "Africa/Dar_es_Salaam", "Africa/Monrovia"}) {
        const Zone zone = *Zone::named(name);
        const Told told = zone.local(at("1899-06-01T12:00:00Z"));
        CHECK(told.instant() == at("1899-06-01T12:00:00Z"));
        CHECK(zone.told(told.text())->instant() == told.instant());
    }
}

TEST_CASE("every instant of thirty years is told so that it reads back as the same instant") {
    SeededRandom random{5};
    for (const char* name : {"Africa/Cairo", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia",
                             "America/New_York", "Europe/Dublin", "Africa/Casablanca"}) {
        const Zone zone = *Zone::named(name);
        for (int i = 0; i < 500; ++i) {
            const auto minute = static_cast<std::int64_t>(random.below(80ULL * 365 * 24 * 60));
            const Timestamp instant{minute * 60'000};
            const Told told = zone.local(instant);
            REQUIRE(told.instant() == instant);
            REQUIRE(zone.told(told.text())->instant() == instant);
        }
    }
}

TEST_CASE("each clinic day ends where the next begins, across every change of the clocks") {
    SeededRandom random{6};
    for (const char* name : {"Africa/Cairo", "Pacific/Apia", "America/New_York"}) {
        const Zone zone = *Zone::named(name);
        for (int i = 0; i < 400; ++i) {
            const LocalDate date{static_cast<std::int32_t>(10'000 + random.below(20'000))};
            const LocalTime begins{static_cast<std::int32_t>(random.below(1'440))};
            const Timestamp begin = zone.clinic_day_begin(date, begins);
            const Timestamp end = zone.clinic_day_end(date, begins);
            if (begin == end) continue;  // Apia has no 30 December 2011
            REQUIRE(begin < end);
            REQUIRE(zone.clinic_day(begin, begins) == date);
            REQUIRE(zone.clinic_day({end.ms - 1}, begins) == date);
            REQUIRE(zone.clinic_day(end, begins) == date.plus_days(1));
        }
    }
}

TEST_CASE("the clinic day begins at four in the morning, also on the nights of the change") {
    const Zone zone = cairo();

    CHECK(zone.clinic_day(at("2026-03-02T01:59:00Z"), four).text() == "2026-03-01");
    CHECK(zone.clinic_day(at("2026-03-02T02:00:00Z"), four).text() == "2026-03-02");
    CHECK(zone.clinic_day_begin(day("2026-04-24"), four) == at("2026-04-24T01:00:00Z"));
    CHECK(zone.clinic_day_begin(day("2026-10-30"), four) == at("2026-10-30T02:00:00Z"));
    // The day of the long night has 25 hours.
    CHECK(zone.clinic_day_end(day("2026-10-29"), four).ms -
              zone.clinic_day_begin(day("2026-10-29"), four).ms ==
          25 * 3'600'000);
}

TEST_CASE("a shift that begins in the missing hour begins when the clocks have jumped") {
    CHECK(cairo().first_at_or_after(day("2026-04-24"), 30) == at("2026-04-23T22:00:00Z"));
    CHECK(cairo().first_at_or_after(day("2026-04-23"), 24 * 60) == at("2026-04-23T22:00:00Z"));
    CHECK(cairo().first_at_or_after(day("2026-10-29"), 24 * 60) == at("2026-10-29T22:00:00Z"));
    CHECK(cairo().first_at_or_after(day("2026-10-29"), 23 * 60) == at("2026-10-29T20:00:00Z"));
}
