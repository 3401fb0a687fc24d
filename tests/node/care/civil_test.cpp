#include <doctest/doctest.h>

#include <string>

#include "node/care/civil.hpp"
#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::care;

TEST_CASE("a date says its day, month, year and weekday, and reads back") {
    const LocalDate monday = *LocalDate::parse("2026-03-02");

    CHECK(monday.year() == 2026);
    CHECK(monday.month() == 3);
    CHECK(monday.day() == 2);
    CHECK(monday.weekday() == Weekday::mon);
    CHECK(monday.plus_days(-2).text() == "2026-02-28");
    CHECK(LocalDate{}.text() == "1970-01-01");
}

TEST_CASE("every date of ten thousand years reads back") {
    for (std::int32_t days = LocalDate::of(1, 1, 1)->days; days < LocalDate::of(9999, 12, 31)->days;
         days += 37) {
        REQUIRE(LocalDate::parse(LocalDate{days}.text())->days == days);
    }
}

TEST_CASE("days that the calendar lacks are refused by name, other forms as unreadable") {
    CHECK(LocalDate::parse("2026-02-29").refusal().rule_name() == "no_such_date");
    CHECK(LocalDate::parse("2026-13-01").refusal().rule_name() == "no_such_date");
    CHECK(LocalDate::parse("0000-01-01").refusal().rule_name() == "no_such_date");
    CHECK(LocalDate::parse("2028-02-29"));
    for (const char* text :
         {"", "2026-3-02", "2026-03-2x", "20260302", "2026-03-02 ", "-026-03-02"}) {
        CAPTURE(text);
        CHECK(LocalDate::parse(text).refusal().why == Why::malformed);
    }
}

TEST_CASE("a time of day reads back, and 24:00 is none") {
    CHECK(LocalTime::parse("08:05")->minutes == 485);
    CHECK(LocalTime{485}.text() == "08:05");
    CHECK(LocalTime{0}.text() == "00:00");
    for (const char* text : {"24:00", "08:60", "8:05", "08:5", "08-05", "", "08:05:00"}) {
        CAPTURE(text);
        CHECK(LocalTime::parse(text).refusal().why == Why::malformed);
    }
}

TEST_CASE("what a patient was told is an instant and a text, without any table") {
    const Told told{*LocalDate::parse("2026-03-02"), *LocalTime::parse("14:30"), 180};

    CHECK(told.text() == "2026-03-02T14:30:00+03:00");
    CHECK(text_of(told.instant()) == "2026-03-02T11:30:00Z");
    CHECK(clinic_day_of(told, LocalTime{240}).text() == "2026-03-02");
    CHECK(clinic_day_of({told.date, LocalTime{239}, 180}, LocalTime{240}).text() == "2026-03-01");
}

TEST_CASE("an RFC 3339 time keeps its parts, its fraction and its offset") {
    const WrittenTime time = *parse_written_time("2026-03-02T14:30:15.25-00:30");

    CHECK(time.time.minutes == 870);
    CHECK(time.second_ms == 15'250);
    CHECK(time.offset == WrittenTime::Offset::stated);
    CHECK(time.offset_minutes == -30);
    CHECK(text_of(time.instant()) == "2026-03-02T15:00:15.250Z");
    CHECK(text_of(time.instant(), -30) == "2026-03-02T14:30:15.250-00:30");
    CHECK(parse_written_time("2026-03-02T14:30:00")->offset == WrittenTime::Offset::absent);
    CHECK(parse_written_time("2026-03-02T14:30:00-00:00")->offset == WrittenTime::Offset::utc);
    CHECK(parse_written_time("2026-03-02T14:30:00.123456789Z")->second_ms == 123);
}

TEST_CASE("times before 1970 print as they were read") {
    const char* text = "1931-12-31T23:59:59.001Z";

    CHECK(text_of(*parse_instant(text)) == text);
}

TEST_CASE("a time that is not RFC 3339 is refused, and says which part is wrong") {
    for (const char* text :
         {"", "2026-03-02", "2026-03-02T14:30Z", "2026-03-02 14:30:00Z", "2026-03-02t14:30:00Z",
          "2026-03-02T14:30:00z", "2026-03-02T14:30:00+3", "2026-03-02T14:30:00+0300",
          "2026-03-02T14:30:00+24:00", "2026-03-02T14:30:00+03:60", "2026-03-02T14:30:00.Z",
          "2026-03-02T14:30:00.1234567890Z", "2026-03-02T14:30:00Zx", "2026-03-02T1a:30:00Z",
          "2026-03-02T14:30:00+03:00 ", "2026-03-02T14:30:00,5Z"}) {
        CAPTURE(text);
        const auto refused = parse_written_time(text);
        REQUIRE(!refused);
        CHECK(refused.refusal().why == Why::malformed);
    }
    CHECK(parse_written_time("2026-03-02T24:00:00Z").refusal().rule_name() == "no_such_time");
    CHECK(parse_written_time("2026-03-02T23:59:60Z").refusal().rule_name() == "no_such_time");
    CHECK(parse_written_time("2026-02-30T10:00:00Z").refusal().rule_name() == "no_such_date");
    CHECK(parse_instant("2026-03-02T14:30:00").refusal().rule_name() == "offset_missing");
}

TEST_CASE("mutated times are read or refused, and what is read prints and reads back") {
    SeededRandom random{3};
    const std::string good = "2026-03-02T14:30:15.250+03:00";
    for (int round = 0; round < 20'000; ++round) {
        std::string text = good;
        for (std::uint64_t i = 0; i <= random.below(3); ++i) {
            text[random.below(text.size())] =
                static_cast<char>("0123456789:-+.TZ x"[random.below(18)]);
        }
        const auto time = parse_written_time(text);
        if (!time || time->offset != WrittenTime::Offset::stated) continue;
        const auto again = parse_instant(text_of(time->instant(), time->offset_minutes));
        // An offset can carry a day of the years 1 and 9999 out of what can be written.
        if (time->date.year() < 2 || time->date.year() > 9998) continue;
        REQUIRE(again.has_value());
        REQUIRE(*again == time->instant());
    }
}
