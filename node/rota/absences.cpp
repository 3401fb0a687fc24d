#include "node/rota/absences.hpp"

#include "node/rota/projection.hpp"

namespace wayside::rota {

namespace {

constexpr const char* columns =
    "SELECT id, practitioner, day, from_at, until_at, says_out, visits, undone, at "
    "FROM absence ";

Absence absence_in(const sqlite::Rows& rows) {
    Absence out;
    const auto id = rows.array<16>(0);
    require(id.has_value(), "an absence in the read model has an id");
    out.id = RecordId{*id};
    out.practitioner = rows.text(1);
    out.day = rows.text(2);
    out.from = {rows.integer(3)};
    out.until = {rows.integer(4)};
    out.says_out = rows.integer(5) != 0;
    out.visits = rows.integer(6);
    out.is_undone = rows.integer(7) != 0;
    if (!rows.is_null(8)) out.at = Timestamp{rows.integer(8)};
    return out;
}

}  // namespace

std::optional<Absence> find_absence(sqlite::Database& model, RecordId id) {
    static const std::string sql = std::string(columns) + "WHERE id = ?1";
    auto rows = model.prepared(sql).query(id);
    return rows.next() ? std::optional<Absence>(absence_in(rows)) : std::nullopt;
}

std::vector<Absence> standing_absences(sqlite::Database& model, Timestamp since) {
    static const std::string sql =
        std::string(columns) + "WHERE until_at > ?1 AND undone = 0 ORDER BY from_at, id";
    std::vector<Absence> out;
    auto rows = model.prepared(sql).query(since.ms);
    while (rows.next()) out.push_back(absence_in(rows));
    return out;
}

std::vector<document::Edit> absence_edits(const Absence& absence) {
    const std::string id = absence.id.text();
    std::vector<document::Edit> out{
        {"states", id, "practitioner", absence.practitioner},
        {"states", id, "from", absence.from.ms},
        {"states", id, "until", absence.until.ms},
        {"states", id, "visits", absence.visits},
    };
    if (absence.says_out) out.push_back({"states", id, "state", std::string("out")});
    return out;
}

std::vector<document::Edit> undo_edits(const Absence& absence) {
    return {{"states", absence.id.text(), "undone", true}};
}

}  // namespace wayside::rota
