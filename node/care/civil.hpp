// node/care/civil.hpp: dates and wall times as a clinic says them, and RFC 3339, without any zone.
//
// Everything here is arithmetic: no table is consulted, so the read path may use all of it
// (design 10). What needs a zone lies in zone.hpp.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/clock.hpp"
#include "storage/base/result.hpp"

namespace wayside::care {

/// Monday first, as ISO 8601 counts.
enum class Weekday { mon, tue, wed, thu, fri, sat, sun };

/// "mon" to "sun".
const char* text_of(Weekday day);
std::optional<Weekday> find_weekday(std::string_view text);

/// A day of the Gregorian calendar, as days since 1970-01-01.
struct LocalDate {
    std::int32_t days = 0;
    friend auto operator<=>(const LocalDate&, const LocalDate&) = default;

    [[nodiscard]] LocalDate plus_days(std::int32_t more) const { return {days + more}; }
    [[nodiscard]] Weekday weekday() const;
    [[nodiscard]] int year() const;
    [[nodiscard]] int month() const;  ///< 1 to 12
    [[nodiscard]] int day() const;    ///< 1 to 31
    /// "2026-03-02".
    [[nodiscard]] std::string text() const;

    /// Empty for a date that is not in the calendar; years 1 to 9999.
    static std::optional<LocalDate> of(int year, int month, int day);
    /// Exactly "YYYY-MM-DD"; refuses `malformed` for another form, `invalid` (rule `no_such_date`)
    /// for a day that the calendar lacks.
    static Result<LocalDate> parse(std::string_view text);
};

/// A wall time to the minute: minutes since midnight, 0 to 1439.
struct LocalTime {
    std::int32_t minutes = 0;
    friend auto operator<=>(const LocalTime&, const LocalTime&) = default;

    /// "08:05".
    [[nodiscard]] std::string text() const;
    /// Exactly "HH:MM", 00:00 to 23:59; refuses `malformed`.
    static Result<LocalTime> parse(std::string_view text);
};

/// What a patient is told (design 10): a wall time, and the offset when it was written. It is kept
/// as it is, whatever a zone table says later.
struct Told {
    LocalDate date;
    LocalTime time;
    std::int32_t offset_minutes = 0;  ///< east of UTC
    friend bool operator==(const Told&, const Told&) = default;

    [[nodiscard]] Timestamp instant() const;
    /// "2026-03-02T14:30:00+03:00".
    [[nodiscard]] std::string text() const;
};

/// The clinic day of a stored booking: before `begins` it is still the day before. No table.
LocalDate clinic_day_of(const Told& told, LocalTime begins);

/// An RFC 3339 text, taken apart.
struct WrittenTime {
    enum class Offset {
        utc,     ///< `Z`, or `-00:00`: an instant, and no claim about wall time
        stated,  ///< `offset_minutes` holds
        absent,  ///< none was written
    };
    LocalDate date;
    LocalTime time;
    std::int32_t second_ms = 0;  ///< seconds and fraction, 0 to 59'999; finer digits are dropped
    Offset offset = Offset::utc;
    std::int32_t offset_minutes = 0;

    /// The point in UTC; an absent offset counts as UTC.
    [[nodiscard]] Timestamp instant() const;
};

/// Strict RFC 3339: "2026-03-02T14:30:00Z" or with an offset of up to 23:59, upper-case letters,
/// seconds present, a fraction of 1 to 9 digits; and the same without any offset. Refuses
/// `malformed` for another form, `invalid` with rule `no_such_date` or `no_such_time` (hour 24,
/// a leap second) where the form is right.
Result<WrittenTime> parse_written_time(std::string_view text);

/// An instant: as `parse_written_time`, and refuses `invalid` with rule `offset_missing`.
Result<Timestamp> parse_instant(std::string_view text);

/// "2026-03-02T11:30:00Z", with ".250" before the Z only where there are milliseconds.
std::string text_of(Timestamp instant);
/// The same point with this offset: "2026-03-02T14:30:00+03:00".
std::string text_of(Timestamp instant, std::int32_t offset_minutes);
/// "+03:00", "-00:30".
std::string offset_text(std::int32_t offset_minutes);

}  // namespace wayside::care
