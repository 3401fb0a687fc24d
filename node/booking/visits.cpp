#include "node/booking/visits.hpp"

#include <algorithm>
#include <sstream>

namespace wayside::booking {

namespace {

/// The start of every query below; `visit_in` reads the columns in this order.
std::string select(std::string_view rest) {
    return "SELECT id, day, patient, service, channel, walk_in, identifier, code, status, "
           "status_at, status_overruled, placement, placed_with, date, wall, offset, minutes, "
           "practitioner, triage, triage_at, room, server, out_of_order, origin, moved_to, "
           "arrived_at, called_at, started_at, finished_at, changed_at, conflicts, repair, "
           "placed_before, practitioner_before, gone_on, overbooked "
           "FROM visit_placed " +
           std::string(rest);
}

template <class AnId>
std::optional<AnId> id_in(const sqlite::Rows& rows, int column) {
    const auto raw = rows.array<16>(column);
    return raw ? std::optional<AnId>(AnId{*raw}) : std::nullopt;
}

std::optional<Timestamp> time_in(const sqlite::Rows& rows, int column) {
    if (rows.is_null(column)) return std::nullopt;
    return Timestamp{rows.integer(column)};
}

std::vector<std::string> words_in(const sqlite::Rows& rows, int column) {
    std::istringstream text(rows.text(column));
    std::vector<std::string> out;
    for (std::string word; text >> word;) out.push_back(word);
    return out;
}

std::optional<Placement> placement_in(const sqlite::Rows& rows) {
    const auto id = id_in<PlacementId>(rows, 11);
    // A visit may name a placement that has not come yet: then it stands nowhere.
    if (!id || rows.is_null(13)) return std::nullopt;
    const auto date = care::LocalDate::parse(rows.text(13));
    require(date.has_value(), "a placement in the read model has a date");
    const care::Told start{*date,
                           {static_cast<std::int32_t>(rows.integer(14))},
                           static_cast<std::int32_t>(rows.integer(15))};
    return Placement{*id, rows.text(12), start, rows.integer(16), rows.text(35)};
}

Visit visit_in(const sqlite::Rows& rows) {
    Visit out;
    out.id = id_in<VisitId>(rows, 0).value_or(VisitId{});
    out.day = rows.text(1);
    out.patient = id_in<PatientId>(rows, 2);
    out.service = rows.text(3);
    out.channel = rows.text(4);
    out.walk_in = rows.integer(5) != 0;
    out.identifier = rows.text(6);
    out.code = rows.text(7);
    const auto status = care::parse_status(rows.text(8));
    require(status.has_value(), "a visit in the read model has a status that we know");
    out.status = *status;
    out.status_at = time_in(rows, 9);
    out.overruled = words_in(rows, 10);
    out.placement = placement_in(rows);
    out.practitioner = rows.text(17);
    out.triage = rows.text(18);
    out.triage_at = time_in(rows, 19);
    out.room = rows.text(20);
    out.server = rows.text(21);
    out.out_of_order = rows.integer(22) != 0;
    out.origin = id_in<VisitId>(rows, 23);
    out.moved_to = id_in<VisitId>(rows, 24);
    out.arrived_at = time_in(rows, 25);
    out.called_at = time_in(rows, 26);
    out.started_at = time_in(rows, 27);
    out.finished_at = time_in(rows, 28);
    out.changed_at = time_in(rows, 29);
    out.conflicts = words_in(rows, 30);
    out.repair = id_in<RecordId>(rows, 31);
    out.placed_before = id_in<PlacementId>(rows, 32);
    out.practitioner_before = rows.text(33);
    out.has_gone_on = rows.integer(34) != 0;
    return out;
}

std::vector<Visit> all_of(sqlite::Rows&& rows) {
    std::vector<Visit> out;
    while (rows.next()) out.push_back(visit_in(rows));
    return out;
}

}  // namespace

std::optional<Visit> find_visit(sqlite::Database& model, VisitId id) {
    static const std::string sql = select("WHERE id = ?1");
    auto found = all_of(model.prepared(sql).query(id));
    return found.empty() ? std::nullopt : std::optional<Visit>(std::move(found.front()));
}

Result<Visit> visit_named(sqlite::Database& model, std::string_view id) {
    const auto parsed = VisitId::parse(id);
    auto found = parsed ? find_visit(model, *parsed) : std::nullopt;
    if (!found) return Refusal{Why::not_found, "no visit has this id", "", "id"};
    return std::move(*found);
}

std::vector<Visit> visits_of_day(sqlite::Database& model, std::string_view day) {
    static const std::string sql =
        select("WHERE day = ?1 ORDER BY begins_at IS NULL, begins_at, id");
    return all_of(model.prepared(sql).query(day));
}

std::vector<Visit> visits_of_patient(sqlite::Database& model, PatientId patient) {
    static const std::string sql =
        select("WHERE patient = ?1 ORDER BY day DESC, begins_at IS NULL, begins_at, id");
    return all_of(model.prepared(sql).query(patient));
}

std::vector<Visit> visits_of_identifier(sqlite::Database& model, std::string_view identifier) {
    static const std::string sql = select("WHERE identifier = ?1 ORDER BY id");
    return all_of(model.prepared(sql).query(identifier));
}

std::vector<Visit> visits_of_code(sqlite::Database& model, std::string_view day,
                                  std::string_view code) {
    static const std::string sql = select("WHERE code = ?2 AND day = ?1 ORDER BY id");
    return all_of(model.prepared(sql).query(day, code));
}

std::optional<Visit> find_live_visit(sqlite::Database& model, std::string_view identifier) {
    for (Visit& visit : visits_of_identifier(model, identifier)) {
        if (!care::has_ended(visit.status)) return std::move(visit);
    }
    return std::nullopt;
}

std::vector<Held> held_between(sqlite::Database& model, Timestamp from, Timestamp to) {
    // No placement is longer than a day, so the index bounds the search on both sides.
    auto rows =
        model
            .prepared(
                "SELECT v.id, v.service, p.practitioner, p.begins_at, p.ends_at "
                "FROM placement p JOIN visit v ON v.id = p.visit AND v.placement = p.id "
                "WHERE p.begins_at > ?1 - 86400000 AND p.begins_at < ?2 "
                "AND p.ends_at > ?1 AND v.holds AND p.overbooked = '' ORDER BY p.begins_at, v.id")
            .query(from.ms, to.ms);
    std::vector<Held> out;
    while (rows.next()) {
        out.push_back({id_in<VisitId>(rows, 0).value_or(VisitId{}), rows.text(1), rows.text(2),
                       Timestamp{rows.integer(3)}, Timestamp{rows.integer(4)}});
    }
    return out;
}

}  // namespace wayside::booking
