#include "node/queue/line.hpp"

#include <algorithm>
#include <tuple>

namespace wayside::queue {

namespace {

/// Of several tickets of a visit the first counts: it came with the arrival.
constexpr const char* present_sql =
    "SELECT ticket.id, ticket.visit, ticket.day, ticket.letter, ticket.number, ticket.issued_at, "
    "v.status, v.service, v.practitioner, v.placed_with, v.server, v.room, "
    "CASE v.status WHEN 'called' THEN v.status_at ELSE v.called_at END, v.patient, "
    "v.begins_at, v.triage "
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
    out.entry = {out.ticket.id, out.ticket.issued_at, time_at(row, 14), row.text(15)};
    return out;
}

void sort_waiting(std::vector<Present>& waiting, const care::TriageScale& scale) {
    std::sort(waiting.begin(), waiting.end(), [&](const Present& a, const Present& b) {
        return care::queue_key(a.entry, scale) < care::queue_key(b.entry, scale);
    });
}

/// A practitioner or a service that the set-up does not know (any more) excludes nobody.
bool would_see(const care::Setup& setup, std::string_view practitioner, const Present& present) {
    if (!present.meant_for.empty()) return present.meant_for == practitioner;
    const care::Practitioner* who = setup.find_practitioner(practitioner);
    const care::Service* service = setup.find_service(present.service);
    return who == nullptr || service == nullptr || !service->needs_a_role() ||
           service->may_be_given_by(*who);
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
                     const care::Setup& setup, Timestamp now) {
    const auto called = std::find_if(line.waiting.begin(), line.waiting.end(),
                                     [&](const auto& each) { return each.ticket.visit == visit; });
    if (called == line.waiting.end()) return false;
    return std::any_of(line.waiting.begin(), called, [&](const Present& earlier) {
        return earlier.status == care::Status::waiting && would_see(setup, practitioner, earlier) &&
               care::may_be_called(earlier.entry, setup.triage, now);
    });
}

}  // namespace wayside::queue
