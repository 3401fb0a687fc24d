#include "node/care/calendar.hpp"

#include <algorithm>
#include <utility>

namespace wayside::care {

WallCalendar::WallCalendar(const Zone& zone, LocalDate first, LocalDate last)
    : first_(first), last_(last), offsets_(zone.offset_spans(first, last)) {}

WallCalendar::WallCalendar(const Zone& zone, const Span& span)
    : WallCalendar(zone, zone.local(span.begin).date.plus_days(-1), zone.local(span.end).date) {}

void WallCalendar::add(std::vector<Span>& out, LocalDate date, const WallSpan& wall) const {
    const Span span{first_at_or_after(offsets_, date, wall.from),
                    first_at_or_after(offsets_, date, wall.to)};
    if (span.begin < span.end) out.push_back(span);
}

std::vector<Span> WallCalendar::opening(const Setup& setup) const {
    std::vector<Span> out;
    for (LocalDate date = first_; date <= last_; date = date.plus_days(1)) {
        for (const WallSpan& wall : setup.hours[static_cast<std::size_t>(date.weekday())]) {
            add(out, date, wall);
        }
    }
    return united(std::move(out));
}

std::vector<Span> WallCalendar::shifts(const Practitioner& practitioner) const {
    std::vector<Span> out;
    for (LocalDate date = first_; date <= last_; date = date.plus_days(1)) {
        for (const Shift& shift : practitioner.shifts) {
            if (std::binary_search(shift.days.begin(), shift.days.end(), date.weekday())) {
                add(out, date, shift.span);
            }
        }
    }
    return united(std::move(out));
}

std::vector<Span> WallCalendar::breaks(const Practitioner& practitioner) const {
    std::vector<Span> out;
    for (LocalDate date = first_; date <= last_; date = date.plus_days(1)) {
        for (const Shift& shift : practitioner.shifts) {
            if (!std::binary_search(shift.days.begin(), shift.days.end(), date.weekday())) continue;
            for (const WallSpan& wall : shift.breaks) add(out, date, wall);
        }
    }
    return united(std::move(out));
}

std::vector<Span> united(std::vector<Span> spans) {
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
        return std::pair{a.begin, a.end} < std::pair{b.begin, b.end};
    });
    std::vector<Span> out;
    for (const Span& span : spans) {
        if (!out.empty() && span.begin <= out.back().end) {
            out.back().end = std::max(out.back().end, span.end);
        } else {
            out.push_back(span);
        }
    }
    return out;
}

std::vector<Span> shared(std::span<const Span> a, std::span<const Span> b) {
    std::vector<Span> out;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const Span both{std::max(a[i].begin, b[j].begin), std::min(a[i].end, b[j].end)};
        if (both.begin < both.end) out.push_back(both);
        a[i].end < b[j].end ? ++i : ++j;
    }
    return out;
}

std::vector<Span> gaps(std::span<const Span> spans, const Span& whole) {
    std::vector<Span> out;
    Timestamp at = whole.begin;
    for (const Span& span : spans) {
        if (span.begin >= whole.end) break;
        if (at < span.begin) out.push_back({at, span.begin});
        at = std::max(at, span.end);
    }
    if (at < whole.end) out.push_back({at, whole.end});
    return out;
}

bool any_holds(std::span<const Span> spans, const Span& inner) {
    return std::any_of(spans.begin(), spans.end(),
                       [&](const Span& span) { return span.holds(inner); });
}

const Span* find_meeting(std::span<const Span> spans, const Span& other) {
    const auto found = std::find_if(spans.begin(), spans.end(),
                                    [&](const Span& span) { return span.meets(other); });
    return found == spans.end() ? nullptr : &*found;
}

}  // namespace wayside::care
