#include "node/queue/line.hpp"

#include <algorithm>
#include <tuple>

namespace wayside::queue {

namespace {

/// Of several tickets of a visit the first counts: it came with the arrival.
constexpr const char* present_sql =
    "SELECT ticket.id, ticket.visit, ticket.day, ticket.letter, ticket.number, ticket.issued_at, "
    "v.status, v.service, v.practitioner, v.placed_with, v.server, v.room, v.called_at, v.patient, "
    "v.begins_at, v.triage "
    "FROM visit_placed AS v JOIN ticket ON ticket.visit = v.id "
    "WHERE v.day IN (?1, ?2) AND v.status IN ('waiting', 'parked', 'called', 'in-room') "
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
    out.entry = {out.ticket.id, out.ticket.issued_at, time_at(row, 14), row.text(15)};
    return out;
}

void sort_waiting(std::vector<Present>& waiting, const care::TriageScale& scale) {
    std::sort(waiting.begin(), waiting.end(), [&](const Present& a, const Present& b) {
        return care::queue_key(a.entry, scale) < care::queue_key(b.entry, scale);
    });
}

}  // namespace

Line line_of(sqlite::Database& model, std::string_view day, std::string_view day_before,
             const care::TriageScale& scale) {
    Line line;
    std::optional<VisitId> last;
    auto rows = model.prepared(present_sql).query(day, day_before);
    while (rows.next()) {
        Present present = present_of(rows);
        if (last == present.ticket.visit) continue;
        last = present.ticket.visit;
        std::vector<Present>& part = present.status == care::Status::called    ? line.called
                                     : present.status == care::Status::in_room ? line.in_room
                                                                               : line.waiting;
        part.push_back(std::move(present));
    }
    sort_waiting(line.waiting, scale);
    std::sort(line.called.begin(), line.called.end(), [](const Present& a, const Present& b) {
        return std::tie(b.called_at, a.ticket.id) < std::tie(a.called_at, b.ticket.id);
    });
    std::sort(line.in_room.begin(), line.in_room.end(), [](const Present& a, const Present& b) {
        return std::tie(a.room, a.ticket.id) < std::tie(b.room, b.ticket.id);
    });
    return line;
}

bool is_out_of_order(const Line& line, VisitId visit, std::string_view practitioner,
                     const care::TriageScale& scale, Timestamp now) {
    for (const Present& present : line.waiting) {
        if (present.ticket.visit == visit) return false;
        const bool is_theirs = present.meant_for.empty() || present.meant_for == practitioner;
        if (is_theirs && care::may_be_called(present.entry, scale, now)) return true;
    }
    return false;
}

}  // namespace wayside::queue
