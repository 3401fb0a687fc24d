// node/care/zone_rule.hpp: the rule that a zone's file states for the time after its table.
//
// The tables of zones end with 2037; what follows is a line of POSIX's TZ form, such as
// "EET-2EEST,M4.5.5/0,M10.5.4/24" (RFC 8536, 3.3.1). The zone library does not read it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/base/clock.hpp"

namespace wayside::care {

/// A span of time during which a zone's offset stays the same, half open.
struct OffsetSpan {
    Timestamp begin;
    Timestamp end;
    std::int32_t offset_minutes = 0;  ///< east of UTC
};

class ZoneRule {
  public:
    /// Empty for a line that is not of this form.
    static std::optional<ZoneRule> parse(std::string_view line);

    /// The span around `instant`; where clocks never change it is as long as time.
    [[nodiscard]] OffsetSpan span(Timestamp instant) const;

  private:
    /// A day of each year, and the second of that day's wall clock.
    struct Change {
        enum class Day { of_week, of_year, of_year_without_leap };
        Day day = Day::of_week;
        std::int32_t month = 1;       ///< of_week
        std::int32_t week = 1;        ///< of_week: 1 to 5, 5 is the last
        std::int32_t number = 0;      ///< of_week: 0 is Sunday; else the day, from 0 or from 1
        std::int32_t second = 7'200;  ///< may lie on another day

        [[nodiscard]] std::int64_t wall_ms(std::int32_t year) const;
    };
    struct Reader;

    std::int32_t winter_seconds_ = 0;  // east of UTC
    std::int32_t summer_seconds_ = 0;
    bool has_summer_ = false;
    Change to_summer_;
    Change to_winter_;
};

}  // namespace wayside::care
