#include "node/care/zone_rule.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "node/care/civil.hpp"

namespace wayside::care {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t end_of_time_ms = 32'000LL * 365 * day_ms;

std::int32_t minutes_of(std::int32_t seconds) {
    return (seconds - ((seconds % 60) + 60) % 60) / 60;
}

std::int32_t days_of(std::int32_t year, std::int32_t month, std::int32_t day) {
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    return static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count());
}

}  // namespace

/// Reads the line from its front; the first part that does not fit makes it fail for good.
struct ZoneRule::Reader {
    std::string_view rest;
    bool failed = false;

    bool take(char c) {
        if (rest.empty() || rest.front() != c) return false;
        rest.remove_prefix(1);
        return true;
    }

    std::int32_t number(std::int32_t most) {
        std::int32_t out = 0;
        std::size_t digits = 0;
        for (; digits < rest.size() && digits < 4; ++digits) {
            if (rest[digits] < '0' || rest[digits] > '9') break;
            out = out * 10 + (rest[digits] - '0');
        }
        rest.remove_prefix(digits);
        if (digits == 0 || out > most) failed = true;
        return out;
    }

    /// "EET" or "<+03>"; what the name is does not matter.
    void name() {
        const bool is_quoted = take('<');
        const std::size_t end = is_quoted ? rest.find('>') : rest.find_first_of("0123456789+-,");
        if (is_quoted && end == std::string_view::npos) failed = true;
        rest.remove_prefix(std::min(end, rest.size()));
        if (is_quoted) take('>');
    }

    /// "[+-]h[:mm[:ss]]" in seconds.
    std::int32_t seconds() {
        const bool is_negative = take('-');
        if (!is_negative) take('+');
        std::int32_t out = number(167) * 3'600;
        if (take(':')) out += number(59) * 60;
        if (take(':')) out += number(59);
        return is_negative ? -out : out;
    }

    Change change() {
        Change out;
        if (take('M')) {
            out.month = number(12);
            failed |= out.month == 0 || !take('.');
            out.week = number(5);
            failed |= out.week == 0 || !take('.');
            out.number = number(6);
        } else if (take('J')) {
            out.day = Change::Day::of_year_without_leap;
            out.number = number(365);
            failed |= out.number == 0;
        } else {
            out.day = Change::Day::of_year;
            out.number = number(365);
        }
        if (take('/')) out.second = seconds();
        return out;
    }
};

std::int64_t ZoneRule::Change::wall_ms(std::int32_t year) const {
    std::int32_t days = days_of(year, 1, 1);
    switch (day) {
        case Day::of_year:
            days += number;
            break;
        case Day::of_year_without_leap: {
            // Numbered as in a common year: 60 is 1 March always.
            const bool is_leap = days_of(year, 3, 1) - days == 60;
            days += number - 1 + (is_leap && number >= 60 ? 1 : 0);
            break;
        }
        case Day::of_week: {
            const LocalDate first{days_of(year, month, 1)};
            const std::int32_t sunday_first = (static_cast<std::int32_t>(first.weekday()) + 1) % 7;
            days = first.days + (number - sunday_first + 7) % 7 + (week - 1) * 7;
            const std::int32_t next_month =
                month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1);
            if (days >= next_month) days -= 7;
            break;
        }
    }
    return days * day_ms + second * std::int64_t{1'000};
}

std::optional<ZoneRule> ZoneRule::parse(std::string_view line) {
    ZoneRule out;
    Reader reader{line};
    reader.name();
    out.winter_seconds_ = -reader.seconds();  // POSIX counts west of Greenwich
    if (!reader.rest.empty()) {
        out.has_summer_ = true;
        reader.name();
        const bool is_stated = !reader.rest.empty() && reader.rest.front() != ',';
        out.summer_seconds_ = is_stated ? -reader.seconds() : out.winter_seconds_ + 3'600;
        reader.failed |= !reader.take(',');
        out.to_summer_ = reader.change();
        reader.failed |= !reader.take(',');
        out.to_winter_ = reader.change();
    }
    if (reader.failed || !reader.rest.empty()) return std::nullopt;
    return out;
}

OffsetSpan ZoneRule::span(Timestamp instant) const {
    OffsetSpan out{{-end_of_time_ms}, {end_of_time_ms}, minutes_of(winter_seconds_)};
    if (!has_summer_) return out;

    struct Step {
        std::int64_t at_ms;
        std::int32_t seconds_after;
    };
    const std::chrono::sys_days date{std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{instant.ms}})};
    const auto year = static_cast<int>(std::chrono::year_month_day{date}.year());
    std::array<Step, 6> steps{};
    for (std::size_t i = 0; i < 3; ++i) {
        const std::int32_t one = year - 1 + static_cast<std::int32_t>(i);
        steps[2 * i] = {to_summer_.wall_ms(one) - winter_seconds_ * std::int64_t{1'000},
                        summer_seconds_};
        steps[2 * i + 1] = {to_winter_.wall_ms(one) - summer_seconds_ * std::int64_t{1'000},
                            winter_seconds_};
    }
    std::sort(steps.begin(), steps.end(),
              [](const Step& a, const Step& b) { return a.at_ms < b.at_ms; });
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        if (steps[i].at_ms > instant.ms || instant.ms >= steps[i + 1].at_ms) continue;
        out = {{steps[i].at_ms}, {steps[i + 1].at_ms}, minutes_of(steps[i].seconds_after)};
    }
    return out;
}

}  // namespace wayside::care
