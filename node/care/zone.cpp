#include "node/care/zone.hpp"

// The firewall: no other file includes the zone library. Debian builds it over the system's table.
#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>

namespace wayside::care {

/// The system's table of one zone, and the rule that its file states for the time after it.
struct Zone::Table {
    const date::time_zone* zone;  // the library owns it for as long as the process lives
    std::optional<ZoneRule> rule_afterwards;
};

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 24 * 60 * minute_ms;
/// No clock is further than this from UTC, and none jumps further (Samoa skipped a day).
constexpr std::int64_t widest_ms = 26 * 60 * minute_ms;
/// The library ends a table with the year 32767; whatever ends after this has no later change.
constexpr std::int64_t end_of_time_ms = 29'000LL * 365 * day_ms;

/// The text between the last two line feeds of a zone's file (RFC 8536, 3.3), which the library
/// does not read: without it every year after 2037 has winter time. Empty where there is none.
std::string footer_of(const std::string& name) {
    std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.size() < 2 || bytes.back() != '\n') return {};
    const std::size_t begin = bytes.rfind('\n', bytes.size() - 2);
    if (begin == std::string::npos) return {};
    return bytes.substr(begin + 1, bytes.size() - begin - 2);
}

OffsetSpan span_of(const date::sys_info& found) {
    const auto ms_of = [](date::sys_seconds at) {
        return Timestamp{std::int64_t{at.time_since_epoch().count()} * 1'000};
    };
    const auto minutes = std::chrono::floor<std::chrono::minutes>(found.offset);
    return {ms_of(found.begin), ms_of(found.end), static_cast<std::int32_t>(minutes.count())};
}

std::int64_t wall_ms_of(LocalDate date, std::int32_t minutes) {
    return date.days * day_ms + minutes * minute_ms;
}

Told wall_at(std::int64_t wall_ms, std::int32_t offset_minutes) {
    const std::int64_t in_day_ms = ((wall_ms % day_ms) + day_ms) % day_ms;
    return {LocalDate{static_cast<std::int32_t>((wall_ms - in_day_ms) / day_ms)},
            LocalTime{static_cast<std::int32_t>(in_day_ms / minute_ms)}, offset_minutes};
}

Refusal bad_start(const char* rule, std::string detail) {
    return {Why::invalid, std::move(detail), rule, "start"};
}

}  // namespace

Result<Zone> Zone::named(std::string_view name) {
    // Beside its own zones the table lists copies that count leap seconds, and the machine's own.
    const bool is_no_zone = name.starts_with("right/") || name.starts_with("posix") ||
                            name == "localtime" || name == "Factory";
    const auto& zones = date::get_tzdb().zones;
    const auto found = std::find_if(zones.begin(), zones.end(),
                                    [&](const auto& zone) { return zone.name() == name; });
    if (is_no_zone || found == zones.end()) {
        return Refusal{Why::invalid, "no time zone of this name is known; one is Africa/Cairo",
                       "unknown_zone", "time_zone"};
    }
    auto table =
        std::make_shared<const Table>(Table{&*found, ZoneRule::parse(footer_of(found->name()))});
    return Zone{found->name(), std::move(table)};
}

OffsetSpan Zone::offset_span(Timestamp instant) const {
    const date::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{instant.ms}};
    const auto second = date::floor<std::chrono::seconds>(at);
    const OffsetSpan in_table = span_of(table_->zone->get_info(second));
    if (in_table.end.ms < end_of_time_ms || !table_->rule_afterwards) return in_table;

    OffsetSpan by_rule = table_->rule_afterwards->span(instant);
    by_rule.begin = std::max(by_rule.begin, in_table.begin);
    return by_rule;
}

Told Zone::local(Timestamp instant) const {
    const std::int32_t offset_minutes = offset_span(instant).offset_minutes;
    return wall_at(instant.ms + offset_minutes * minute_ms, offset_minutes);
}

WallInstants Zone::instants(LocalDate date, LocalTime time) const {
    const std::int64_t wall_ms = wall_ms_of(date, time.minutes);
    WallInstants out;
    for (std::int64_t at = wall_ms - widest_ms; at <= wall_ms + widest_ms && !out.second;) {
        const OffsetSpan span = offset_span({at});
        const Timestamp candidate{wall_ms - span.offset_minutes * minute_ms};
        if (span.begin <= candidate && candidate < span.end) {
            (out.first ? out.second : out.first) = wall_at(wall_ms, span.offset_minutes);
        }
        at = span.end.ms;
    }
    return out;
}

std::vector<OffsetSpan> Zone::offset_spans(LocalDate first, LocalDate last) const {
    std::vector<OffsetSpan> out{offset_span({wall_ms_of(first, 0) - widest_ms})};
    // A wall time of a date may lie up to a day beyond its midnight.
    const Timestamp end{wall_ms_of(last.plus_days(2), 0) + widest_ms};
    while (out.back().end < end) out.push_back(offset_span(out.back().end));
    return out;
}

Timestamp first_at_or_after(std::span<const OffsetSpan> spans, LocalDate date,
                            std::int32_t minutes) {
    const std::int64_t wall_ms = wall_ms_of(date, minutes);
    for (const OffsetSpan& span : spans) {
        const Timestamp reached{std::max(span.begin.ms, wall_ms - span.offset_minutes * minute_ms)};
        if (reached < span.end) return reached;
    }
    return spans.empty() ? Timestamp{wall_ms} : spans.back().end;
}

Timestamp Zone::first_at_or_after(LocalDate date, std::int32_t minutes) const {
    const auto spans = offset_spans(date, date.plus_days(minutes / (24 * 60)));
    return care::first_at_or_after(spans, date, minutes);
}

LocalDate Zone::clinic_day(Timestamp instant, LocalTime begins) const {
    const LocalDate date = local(instant).date;
    if (instant < clinic_day_begin(date, begins)) return date.plus_days(-1);
    if (instant >= clinic_day_end(date, begins)) return date.plus_days(1);
    return date;
}

Timestamp Zone::clinic_day_begin(LocalDate day, LocalTime begins) const {
    return first_at_or_after(day, begins.minutes);
}

Result<Told> Zone::told(const WrittenTime& start) const {
    if (start.second_ms != 0) {
        return bad_start("not_a_minute", "a start is a whole minute: leave its seconds at 00");
    }
    if (start.offset == WrittenTime::Offset::utc) return local(start.instant());

    const std::string wall = start.date.text() + " " + start.time.text();
    const WallInstants at = instants(start.date, start.time);
    if (at.is_gap()) {
        return bad_start("no_such_time", "the clocks of " + name_ + " jump over " + wall);
    }
    const std::string right = offset_text(at.first->offset_minutes) +
                              (at.second ? " or " + offset_text(at.second->offset_minutes) : "");
    if (start.offset == WrittenTime::Offset::absent) {
        if (!at.is_twice()) return *at.first;
        return bad_start("ambiguous_time",
                         wall + " comes twice in " + name_ + ": say which, with offset " + right);
    }
    if (start.offset_minutes == at.first->offset_minutes) return *at.first;
    if (at.second && start.offset_minutes == at.second->offset_minutes) return *at.second;
    return bad_start("wrong_offset", "at " + wall + " the offset of " + name_ + " is " + right +
                                         ", not " + offset_text(start.offset_minutes));
}

Result<Told> Zone::told(std::string_view start) const {
    const auto written = parse_written_time(start);
    if (!written) {
        Refusal refusal = written.refusal();
        refusal.field = "start";
        return refusal;
    }
    return told(*written);
}

}  // namespace wayside::care
