#include "node/care/civil.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace wayside::care {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 24 * 60 * minute_ms;
constexpr std::array<const char*, 7> weekday_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::chrono::year_month_day calendar_day(LocalDate date) {
    return std::chrono::sys_days{std::chrono::days{date.days}};
}

std::string two_digits(int number) {
    return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

/// The number written by all of `digits`; empty where another character stands among them.
std::optional<int> number_of(std::string_view digits) {
    int out = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        out = out * 10 + (c - '0');
    }
    return out;
}

Refusal not_rfc3339(std::string_view reason) {
    return {Why::malformed,
            "not an RFC 3339 time such as 2026-03-02T14:30:00+03:00: " + std::string(reason)};
}

/// Reads what follows the seconds: a fraction, if one is there.
Result<std::int32_t> take_fraction_ms(std::string_view& rest) {
    if (rest.empty() || rest.front() != '.') return std::int32_t{0};
    const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
    const std::string_view digits = rest.substr(1, end - 1);
    if (digits.empty() || digits.size() > 9) {
        return not_rfc3339("a fraction has 1 to 9 digits");
    }
    rest.remove_prefix(end);
    return static_cast<std::int32_t>(*number_of((std::string(digits) + "00").substr(0, 3)));
}

/// Reads all of `rest` as an offset into `out`.
Result<void> take_offset(std::string_view rest, WrittenTime& out) {
    if (rest.empty()) {
        out.offset = WrittenTime::Offset::absent;
        return {};
    }
    if (rest == "Z" || rest == "-00:00") {
        out.offset = WrittenTime::Offset::utc;
        return {};
    }
    const bool has_form = rest.size() == 6 && (rest[0] == '+' || rest[0] == '-') && rest[3] == ':';
    const auto hours = has_form ? number_of(rest.substr(1, 2)) : std::nullopt;
    const auto minutes = has_form ? number_of(rest.substr(4, 2)) : std::nullopt;
    if (!hours || !minutes || *hours > 23 || *minutes > 59) {
        return not_rfc3339("its end is neither Z nor an offset such as +03:00");
    }
    out.offset = WrittenTime::Offset::stated;
    out.offset_minutes = (rest[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
    return {};
}

}  // namespace

const char* text_of(Weekday day) {
    return weekday_names[static_cast<std::size_t>(day)];
}

std::optional<Weekday> find_weekday(std::string_view text) {
    for (std::size_t i = 0; i < weekday_names.size(); ++i) {
        if (text == weekday_names[i]) return static_cast<Weekday>(i);
    }
    return std::nullopt;
}

Weekday LocalDate::weekday() const {
    const std::chrono::weekday day{std::chrono::sys_days{std::chrono::days{days}}};
    return static_cast<Weekday>(day.iso_encoding() - 1);
}

int LocalDate::year() const {
    return static_cast<int>(calendar_day(*this).year());
}
int LocalDate::month() const {
    return static_cast<int>(static_cast<unsigned>(calendar_day(*this).month()));
}
int LocalDate::day() const {
    return static_cast<int>(static_cast<unsigned>(calendar_day(*this).day()));
}

std::string LocalDate::text() const {
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", year(), month(), day());
    return out.data();
}

std::optional<LocalDate> LocalDate::of(int year, int month, int day) {
    if (year < 1 || year > 9999 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return LocalDate{
        static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
}

Result<LocalDate> LocalDate::parse(std::string_view text) {
    const bool has_form = text.size() == 10 && text[4] == '-' && text[7] == '-';
    const auto year = has_form ? number_of(text.substr(0, 4)) : std::nullopt;
    const auto month = has_form ? number_of(text.substr(5, 2)) : std::nullopt;
    const auto day = has_form ? number_of(text.substr(8, 2)) : std::nullopt;
    if (!year || !month || !day) {
        return Refusal{Why::malformed, "a date is written as 2026-03-02"};
    }
    const auto date = of(*year, *month, *day);
    if (!date) return Refusal{Why::invalid, "the calendar has no such day", "no_such_date"};
    return *date;
}

std::string LocalTime::text() const {
    return two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

Result<LocalTime> LocalTime::parse(std::string_view text) {
    const bool has_form = text.size() == 5 && text[2] == ':';
    const auto hours = has_form ? number_of(text.substr(0, 2)) : std::nullopt;
    const auto minutes = has_form ? number_of(text.substr(3, 2)) : std::nullopt;
    if (!hours || !minutes || *hours > 23 || *minutes > 59) {
        return Refusal{Why::malformed, "a time of day is written as 08:05"};
    }
    return LocalTime{*hours * 60 + *minutes};
}

Timestamp Told::instant() const {
    return {date.days * day_ms + (time.minutes - offset_minutes) * minute_ms};
}

std::string Told::text() const {
    return date.text() + "T" + time.text() + ":00" + offset_text(offset_minutes);
}

LocalDate clinic_day_of(const Told& told, LocalTime begins) {
    return told.time < begins ? told.date.plus_days(-1) : told.date;
}

Timestamp WrittenTime::instant() const {
    const std::int32_t east = offset == Offset::stated ? offset_minutes : 0;
    return {Told{date, time, east}.instant().ms + second_ms};
}

Result<WrittenTime> parse_written_time(std::string_view text) {
    if (text.size() < 19 || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
        return not_rfc3339("date, T and hh:mm:ss are needed");
    }
    const auto date = LocalDate::parse(text.substr(0, 10));
    if (!date) return date.refusal();
    const auto hour = number_of(text.substr(11, 2));
    const auto minute = number_of(text.substr(14, 2));
    const auto second = number_of(text.substr(17, 2));
    if (!hour || !minute || !second) return not_rfc3339("a digit of the time is missing");
    if (*hour > 23 || *minute > 59 || *second > 59) {
        return Refusal{Why::invalid, "times of day go from 00:00:00 to 23:59:59", "no_such_time"};
    }

    WrittenTime out{*date, LocalTime{*hour * 60 + *minute}, *second * 1'000};
    std::string_view rest = text.substr(19);
    const auto fraction_ms = take_fraction_ms(rest);
    if (!fraction_ms) return fraction_ms.refusal();
    out.second_ms += *fraction_ms;
    if (const auto offset = take_offset(rest, out); !offset) return offset.refusal();
    return out;
}

Result<Timestamp> parse_instant(std::string_view text) {
    const auto written = parse_written_time(text);
    if (!written) return written.refusal();
    if (written->offset == WrittenTime::Offset::absent) {
        return Refusal{Why::invalid, "this time needs its offset, such as +03:00, or Z",
                       "offset_missing"};
    }
    return written->instant();
}

std::string text_of(Timestamp instant) {
    const std::string text = text_of(instant, 0);
    return text.substr(0, text.size() - 6) + "Z";
}

std::string text_of(Timestamp instant, std::int32_t offset_minutes) {
    const std::int64_t local_ms = instant.ms + offset_minutes * minute_ms;
    const std::int64_t in_day_ms = ((local_ms % day_ms) + day_ms) % day_ms;
    const LocalDate date{static_cast<std::int32_t>((local_ms - in_day_ms) / day_ms)};
    const LocalTime time{static_cast<std::int32_t>(in_day_ms / minute_ms)};
    const int second_ms = static_cast<int>(in_day_ms % minute_ms);

    std::string out = date.text() + "T" + time.text() + ":" + two_digits(second_ms / 1'000);
    if (const int ms = second_ms % 1'000; ms != 0) {
        out += "." + std::to_string(1'000 + ms).substr(1);
    }
    return out + offset_text(offset_minutes);
}

std::string offset_text(std::int32_t offset_minutes) {
    const int size = std::abs(offset_minutes);
    return (offset_minutes < 0 ? "-" : "+") + two_digits(size / 60) + ":" + two_digits(size % 60);
}

}  // namespace wayside::care
