#include "node/queue/line.hpp"

#include <algorithm>
#include <tuple>

#include "node/queue/waiting_room.hpp"

namespace wayside::queue {

namespace {

/// Of several tickets of a visit the first counts: it came with the arrival.
constexpr const char* present_sql =
    "SELECT ticket.id, ticket.visit, ticket.day, ticket.letter, ticket.number, ticket.issued_at, "
    "v.status, v.service, v.practitioner, v.placed_with, v.server, v.room, "
    "CASE v.status WHEN 'called' THEN v.status_at ELSE v.called_at END, v.patient, "
    "v.begins_at, v.triage, v.status_at "
    "FROM visit_placed AS v JOIN ticket ON ticket.visit = v.id "
    "WHERE v.day IN (?1, ?2, ?3) AND v.status IN ('waiting', 'parked', 'called', 'in-room') "
    "ORDER BY ticket.visit, ticket.issued_at, ticket.id";

std::optional<Timestamp> time_at(const sqlite::Rows& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return Timestamp{row.integer(column)};
}

Present present_of(const sqlite::Rows& row) {
    Present out;
    out.ticket.id.bytes = row.array<16>(0).value_or(out.ticket.id.bytes);
    out.ticket.visit.bytes = row.array<16>(1).value_or(out.ticket.visit.bytes);
    out.ticket.day = row.text(2);
    out.ticket.letter = row.text(3).front();
    out.ticket.number = static_cast<std::int32_t>(row.integer(4));
    out.ticket.issued_at = {row.integer(5)};
    const auto status = care::parse_status(row.text(6));
    if (status) out.status = *status;
    out.service = row.text(7);
    out.meant_for = row.is_null(8) ? row.text(9) : row.text(8);
    out.server = row.text(10);
    out.room = row.text(11);
    out.called_at = time_at(row, 12);
    if (const auto patient = row.array<16>(13)) out.patient = PatientId{*patient};
    out.arrival = out.ticket.issued_at;
    out.slot = time_at(row, 14);
    out.triage = row.text(15);
    out.since = time_at(row, 16);
    return out;
}

std::vector<Present> in_calling_order(std::vector<Present> waiting,
                                      const care::TriageScale& scale) {
    std::vector<solver::queue::Ticket> tickets;
    tickets.reserve(waiting.size());
    for (const Present& each : waiting) tickets.push_back(ticket_of(each, scale));
    std::vector<Present> out;
    out.reserve(waiting.size());
    for (const std::size_t place : solver::queue::calling_order(tickets, scale_of(scale))) {
        out.push_back(std::move(waiting[place]));
    }
    return out;
}

}  // namespace

Line line_of(sqlite::Database& model, const DayAndNeighbours& days,
             const care::TriageScale& scale) {
    Line line;
    std::optional<VisitId> last;
    auto rows = model.prepared(present_sql).query(days.before, days.day, days.after);
    while (rows.next()) {
        Present present = present_of(rows);
        if (last == present.ticket.visit) continue;
        last = present.ticket.visit;
        std::vector<Present>& part = present.status == care::Status::called    ? line.called
                                     : present.status == care::Status::in_room ? line.in_room
                                                                               : line.waiting;
        part.push_back(std::move(present));
    }
    line.waiting = in_calling_order(std::move(line.waiting), scale);
    std::sort(line.called.begin(), line.called.end(), [](const Present& a, const Present& b) {
        return std::tie(b.called_at, a.ticket.id) < std::tie(a.called_at, b.ticket.id);
    });
    std::sort(line.in_room.begin(), line.in_room.end(), [](const Present& a, const Present& b) {
        return std::tie(a.room, a.ticket.id) < std::tie(b.room, b.ticket.id);
    });
    return line;
}

}  // namespace wayside::queue
