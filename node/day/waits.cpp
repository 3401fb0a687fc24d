#include "node/day/waits.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "node/care/calendar.hpp"
#include "node/day/ticketing.hpp"

namespace wayside::day {

namespace {

using solver::queue::Duration;
using solver::queue::minute_ms;
using solver::queue::Server;
using solver::queue::WaitingRoom;

constexpr std::int64_t day_ms = 24 * 60 * minute_ms;
constexpr std::size_t least_measured = 5;  ///< visits of a service, before today's lengths count
constexpr std::int64_t latest_ms = 30 * minute_ms;
constexpr std::int64_t short_break_ms = 15 * minute_ms;
/// The same on every box, so that all show the same estimate.
constexpr std::uint64_t seed = 1;

/// A visit of today, as far as an estimate reads it.
constexpr const char* today_sql =
    "SELECT id, status, service, practitioner, placed_with, begins_at, called_at, finished_at "
    "FROM visit_placed WHERE day = ?1 ORDER BY id";

/// Shifts as times of work: from the first one's begin to the last one's end, away in between.
void set_hours(Server& server, const care::WallCalendar& calendar,
               const care::Practitioner& practitioner, Timestamp now) {
    const std::vector<care::Span> shifts = calendar.shifts(practitioner);
    const auto first = std::find_if(shifts.begin(), shifts.end(),
                                    [&](const auto& shift) { return now < shift.end; });
    if (first == shifts.end()) {
        server.from_ms = server.until_ms = now.ms;  // has left, until they say otherwise
        return;
    }
    server.from_ms = first->begin.ms;
    server.until_ms = shifts.back().end.ms;
    std::vector<care::Span> away = calendar.breaks(practitioner);
    for (const care::Span& gap : care::gaps(shifts, {first->begin, shifts.back().end})) {
        away.push_back(gap);
    }
    for (const care::Span& span : care::united(std::move(away))) {
        server.away.push_back({span.begin.ms, span.end.ms});
    }
}

/// What somebody said, or does, overrules the shift.
void set_state(Server& server, const std::string& state, Timestamp now) {
    if (state == "out") {
        server.from_ms = server.until_ms = now.ms;
    } else if (state == "break") {
        const auto in = std::find_if(server.away.begin(), server.away.end(), [&](const auto& span) {
            return span.from_ms <= now.ms && now.ms < span.to_ms;
        });
        const std::int64_t back = in == server.away.end() ? now.ms + short_break_ms : in->to_ms;
        server.from_ms = std::max(server.from_ms, back);
        server.until_ms = std::max(server.until_ms, server.from_ms);
    } else if (state == "in" || server.busy) {
        if (server.until_ms <= now.ms) server.until_ms = now.ms + day_ms;
        server.from_ms = std::min(server.from_ms, now.ms);
        std::erase_if(server.away, [&](const auto& span) {
            return span.from_ms <= now.ms && now.ms < span.to_ms;
        });
    }
}

/// Busy with whom they called last, in the room or on the way to it.
void set_busy(WaitingRoom& room, const queue::Line& line) {
    for (const auto* part : {&line.called, &line.in_room}) {
        for (const queue::Present& present : *part) {
            const std::size_t at = queue::server_named(room, present.server);
            if (present.server.empty() || at == room.servers.size() || !present.since) continue;
            const auto service =
                std::find_if(room.services.begin(), room.services.end(),
                             [&](const auto& each) { return each.name == present.service; });
            solver::queue::Busy busy{present.since->ms, std::nullopt};
            if (service != room.services.end()) {
                busy.service = static_cast<std::size_t>(service - room.services.begin());
            }
            Server& server = room.servers[at];
            if (!server.busy || server.busy->since_ms <= busy.since_ms) server.busy = busy;
        }
    }
}

/// What the visits of today tell.
struct Today {
    std::map<std::string, std::vector<std::int64_t>> lengths_ms;  ///< by service
    std::vector<queue::Present> expected;
    std::int64_t came = 9;  ///< of the ten that a day begins with
    std::int64_t booked = 10;
};

/// The patient's ticket is still to be drawn; until then the visit's id stands for it.
queue::Present expected_of(const sqlite::Rows& row, Timestamp begins) {
    queue::Present out;
    out.ticket.id.bytes = row.array<16>(0).value_or(out.ticket.id.bytes);
    out.status = care::Status::booked;
    out.service = row.text(2);
    out.meant_for = row.is_null(3) ? row.text(4) : row.text(3);
    out.slot = begins;
    out.arrival = begins;
    return out;
}

Today today(sqlite::Database& model, const std::string& day, Timestamp now) {
    Today out;
    auto rows = model.prepared(today_sql).query(day);
    while (rows.next()) {
        const auto status = care::parse_status(rows.text(1));
        if (!status) continue;
        if (*status == care::Status::done && !rows.is_null(6) && !rows.is_null(7)) {
            const std::int64_t length = rows.integer(7) - rows.integer(6);
            if (length > 0 && length < day_ms) out.lengths_ms[rows.text(2)].push_back(length);
        }
        if (rows.is_null(5)) continue;
        const Timestamp begins{rows.integer(5)};
        if (*status == care::Status::booked && now.ms < begins.ms + latest_ms) {
            out.expected.push_back(expected_of(rows, begins));
        }
        const bool has_come = *status >= care::Status::waiting;
        if (has_come) ++out.came;
        if (has_come || *status == care::Status::no_show) ++out.booked;
    }
    return out;
}

Duration measured(std::vector<std::int64_t> lengths_ms) {
    std::sort(lengths_ms.begin(), lengths_ms.end());
    return {lengths_ms[lengths_ms.size() / 2], lengths_ms[lengths_ms.size() * 4 / 5]};
}

void add_expected(WaitingRoom& room, const Today& today, const care::Setup& setup) {
    queue::Line line;
    line.waiting = today.expected;
    const WaitingRoom coming = queue::waiting_room(line, setup, "");
    const auto show_ppm = static_cast<std::int32_t>(today.came * 1'000'000 / today.booked);
    for (solver::queue::Patient patient : coming.waiting) {
        // Somebody whom the set-up lacks has another place there, and nobody waits for them here.
        if (patient.meant_for && *patient.meant_for >= setup.practitioners.size()) continue;
        room.expected.push_back({std::move(patient), show_ppm});
    }
}

}  // namespace

WaitingRoom room_now(const Clinic& clinic, const desk::Facts& facts, const queue::Line& line) {
    const care::Setup& setup = clinic.setup();
    const std::string day = day_of(clinic, facts.now);
    // To the minute, so that within one the room changes only when the queue does.
    const Timestamp now{facts.now.ms - facts.now.ms % minute_ms};
    WaitingRoom room = queue::waiting_room(line, setup, "");
    set_busy(room, line);
    const care::Span ahead{now, {now.ms + day_ms / 2}};
    const care::WallCalendar calendar(clinic.zone(), ahead);
    for (std::size_t i = 0; i < room.servers.size(); ++i) {
        Server& server = room.servers[i];
        server.from_ms = server.until_ms = now.ms;
        if (i < setup.practitioners.size()) {
            set_hours(server, calendar, setup.practitioners[i], now);
        }
        set_state(server, rota::state_of(facts.model, server.id, day), now);
    }
    Today seen = today(facts.model, day, now);
    for (solver::queue::Service& service : room.services) {
        auto& lengths = seen.lengths_ms[service.name];
        if (lengths.size() >= least_measured) service.length = measured(std::move(lengths));
    }
    add_expected(room, seen, setup);
    return room;
}

std::vector<solver::queue::Wait> Waits::of(const WaitingRoom& room, Timestamp now) {
    const std::int64_t minute = (now.ms + minute_ms - 1) / minute_ms;
    if (room_ && *room_ == room && minute_ == minute) return waits_;
    const bool is_good = !solver::queue::fault_of(room);
    waits_ = is_good ? solver::queue::estimate_waits(room, minute * minute_ms, seed)
                     : std::vector<solver::queue::Wait>(room.waiting.size());
    room_ = room;
    minute_ = minute;
    return waits_;
}

}  // namespace wayside::day
