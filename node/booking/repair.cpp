#include "node/booking/repair.hpp"

#include <algorithm>

#include "storage/document/fields.hpp"

namespace wayside::booking {

namespace {

/// What an earlier repair wrote counts no longer.
std::vector<document::Edit> marked(const Visit& visit, RecordId repair) {
    std::vector<document::Edit> out{edit_of(visit.id, "repair", document::scalar_of(repair))};
    if (visit.placed_before) out.push_back(edit_of(visit.id, "placed_before", std::monostate{}));
    if (!visit.practitioner_before.empty()) {
        out.push_back(edit_of(visit.id, "practitioner_before", std::string()));
    }
    return out;
}

void put(std::vector<document::Edit>& edits, VisitId visit, const char* field,
         document::Scalar value) {
    const auto found = std::find_if(edits.begin(), edits.end(), [&](const document::Edit& edit) {
        return edit.record == visit.text() && edit.field == field;
    });
    if (found != edits.end()) {
        found->value = std::move(value);
    } else {
        edits.push_back(edit_of(visit, field, std::move(value)));
    }
}

void put_practitioner(std::vector<document::Edit>& edits, const Visit& visit,
                      const std::string& practitioner) {
    if (visit.practitioner.empty() || visit.practitioner == practitioner) return;
    put(edits, visit.id, "practitioner_before", visit.practitioner);
    put(edits, visit.id, "practitioner", practitioner);
}

}  // namespace

std::vector<document::Edit> moved_edits(const Visit& visit, RecordId repair, const Placement& to) {
    auto out = marked(visit, repair);
    if (visit.placement) {
        put(out, visit.id, "placed_before", document::scalar_of(visit.placement->id));
    }
    put(out, visit.id, "placement", document::scalar_of(to.id));
    put_practitioner(out, visit, to.practitioner);
    for (document::Edit& edit : edits_of(to, visit.id)) out.push_back(std::move(edit));
    return out;
}

std::vector<document::Edit> handed_on_edits(const Visit& visit, RecordId repair,
                                            const std::string& practitioner) {
    auto out = marked(visit, repair);
    put_practitioner(out, visit, practitioner);
    return out;
}

std::vector<document::Edit> unplaced_edits(const Visit& visit, RecordId repair) {
    return marked(visit, repair);
}

std::vector<document::Edit> undone_edits(const Visit& visit) {
    std::vector<document::Edit> out;
    if (visit.placed_before) {
        out.push_back(edit_of(visit.id, "placement", document::scalar_of(*visit.placed_before)));
    }
    if (!visit.practitioner_before.empty()) {
        out.push_back(edit_of(visit.id, "practitioner", visit.practitioner_before));
    }
    return out;
}

std::vector<Visit> visits_of_repair(sqlite::Database& model, std::string_view day,
                                    RecordId repair) {
    auto out = visits_of_day(model, day);
    std::erase_if(out, [&](const Visit& visit) { return visit.repair != repair; });
    return out;
}

bool was_changed_by_repair(const Visit& visit) {
    return visit.placed_before || !visit.practitioner_before.empty();
}

std::optional<Placement> find_placement(sqlite::Database& model, PlacementId id) {
    auto rows = model
                    .prepared(
                        "SELECT practitioner, date, wall, offset, minutes, overbooked "
                        "FROM placement WHERE id = ?1")
                    .query(id);
    if (!rows.next()) return std::nullopt;
    const auto date = care::LocalDate::parse(rows.text(1));
    require(date.has_value(), "a placement in the read model has a date");
    const care::Told start{*date,
                           {static_cast<std::int32_t>(rows.integer(2))},
                           static_cast<std::int32_t>(rows.integer(3))};
    return Placement{id, rows.text(0), start, rows.integer(4), rows.text(5)};
}

}  // namespace wayside::booking
