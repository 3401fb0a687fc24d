#include "cli/solve/wall_minutes.hpp"

namespace wayside::cli::solve {

namespace {

constexpr std::int64_t day_minutes = 24 * 60;
constexpr std::size_t date_bytes = 10;

}  // namespace

std::optional<std::int64_t> WallMinutes::parse(const std::string& text) const {
    if (text.size() <= date_bytes || text[date_bytes] != 'T') return std::nullopt;
    const auto date = care::LocalDate::parse(text.substr(0, date_bytes));
    const auto time = care::LocalTime::parse(text.substr(date_bytes + 1));
    if (!date || !time) return std::nullopt;
    return (date->days - first_day_.days) * day_minutes + time->minutes;
}

std::string WallMinutes::text(std::int64_t minutes) const {
    const std::int64_t beyond = (minutes % day_minutes + day_minutes) % day_minutes;
    const auto days = static_cast<std::int32_t>((minutes - beyond) / day_minutes);
    const care::LocalTime time{static_cast<std::int32_t>(beyond)};
    return first_day_.plus_days(days).text() + "T" + time.text();
}

}  // namespace wayside::cli::solve
