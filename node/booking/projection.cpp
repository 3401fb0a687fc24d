#include "node/booking/projection.hpp"

#include <algorithm>

#include "node/booking/placement.hpp"
#include "node/care/status.hpp"
#include "storage/document/fields.hpp"

namespace wayside::booking {

namespace {

using document::Field;
using document::Record;
using ledger::DocumentId;
using shelf::Author;
using shelf::Authors;

constexpr const char* tables = R"sql(
CREATE TABLE visit (
    id BLOB PRIMARY KEY, day TEXT NOT NULL, patient BLOB, service TEXT NOT NULL,
    channel TEXT NOT NULL, walk_in INTEGER NOT NULL, identifier TEXT, code TEXT,
    status TEXT NOT NULL, status_at INTEGER, status_overruled TEXT NOT NULL,
    holds INTEGER NOT NULL, placement BLOB, practitioner TEXT, triage TEXT, triage_at INTEGER,
    room TEXT, server TEXT, out_of_order INTEGER NOT NULL, origin BLOB, moved_to BLOB,
    arrived_at INTEGER, called_at INTEGER, started_at INTEGER, finished_at INTEGER,
    changed_at INTEGER, conflicts TEXT NOT NULL, repair BLOB, placed_before BLOB,
    practitioner_before TEXT, gone_on INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_day ON visit (day);
CREATE INDEX visit_by_patient ON visit (patient);
CREATE INDEX visit_by_identifier ON visit (identifier) WHERE identifier IS NOT NULL;
CREATE INDEX visit_by_code ON visit (code) WHERE code IS NOT NULL;
CREATE TABLE placement (
    id BLOB PRIMARY KEY, visit BLOB, day TEXT NOT NULL, practitioner TEXT NOT NULL,
    date TEXT NOT NULL, wall INTEGER NOT NULL, offset INTEGER NOT NULL, minutes INTEGER NOT NULL,
    begins_at INTEGER NOT NULL, ends_at INTEGER NOT NULL,
    overbooked TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX placement_by_begin ON placement (begins_at, ends_at, visit, practitioner);
CREATE INDEX placement_by_day ON placement (day);
CREATE VIEW visit_placed AS
    SELECT visit.*, placement.practitioner AS placed_with, placement.date AS date,
           placement.wall AS wall, placement.offset AS offset, placement.minutes AS minutes,
           placement.begins_at AS begins_at, placement.ends_at AS ends_at,
           placement.overbooked AS overbooked
    FROM visit LEFT JOIN placement ON placement.id = visit.placement;
)sql";

/// Reads one record of the map `visits` with the help of those who wrote it.
class VisitReader {
  public:
    VisitReader(const DocumentId& document, const Record& record, const Authors& authors)
        : document_(document), record_(record), authors_(authors) {}

    [[nodiscard]] std::optional<std::string> text(std::string_view name) const {
        return document::copy_of<std::string>(record_, name);
    }
    [[nodiscard]] bool flag(std::string_view name) const {
        return document::copy_of<bool>(record_, name).value_or(false);
    }

    /// When the field's first value was written.
    [[nodiscard]] std::optional<std::int64_t> written_at(std::string_view name) const {
        const Field* field = document::find_field(record_, name);
        if (field == nullptr || field->values.empty()) return std::nullopt;
        return at_of(field->values.front());
    }

    struct Standing {
        care::MergedStatus merged;
        std::optional<std::int64_t> at;  ///< of the first who said so
    };
    [[nodiscard]] Standing standing() const {
        Standing out;
        const Field* field = document::find_field(record_, "status");
        if (field == nullptr) return out;
        std::vector<care::Status> statuses;
        std::vector<std::optional<std::int64_t>> times;
        for (const auto& value : field->values) {
            const auto* name = std::get_if<std::string>(&value.scalar);
            if (name == nullptr) continue;
            // A status that this software does not know is a later one's: what it knows counts.
            const auto status = care::parse_status(*name);
            if (!status) continue;
            statuses.push_back(*status);
            times.push_back(at_of(value));
        }
        out.merged = care::merge(statuses);
        for (std::size_t i = 0; i < statuses.size(); ++i) {
            if (statuses[i] != out.merged.status || !times[i]) continue;
            if (!out.at || *times[i] < *out.at) out.at = times[i];
        }
        return out;
    }

    /// The placement of lowest (author time, id); what nobody is known to have written comes last.
    [[nodiscard]] std::optional<PlacementId> placement() const {
        const Field* field = document::find_field(record_, "placement");
        if (field == nullptr) return std::nullopt;
        std::optional<PlacementId> best;
        std::optional<HybridTime> best_time;
        for (const auto& value : field->values) {
            const auto id = document::id_in<PlacementId>(value.scalar);
            if (!id) continue;
            const auto author = authors_.author_of(document_, value);
            const auto time = author ? std::optional<HybridTime>(author->time) : std::nullopt;
            if (!best || comes_before(time, *id, best_time, *best)) {
                best = id;
                best_time = time;
            }
        }
        return best;
    }

    [[nodiscard]] std::optional<std::int64_t> changed_at() const {
        std::optional<std::int64_t> out;
        for (const Field& field : record_.fields) {
            for (const auto& value : field.values) {
                const auto at = at_of(value);
                if (at && (!out || *at > *out)) out = at;
            }
        }
        return out;
    }

    /// A field was written after the record's latest repair.
    [[nodiscard]] bool has_gone_on() const {
        const auto repaired = latest_time("repair");
        if (!repaired) return false;
        return std::any_of(record_.fields.begin(), record_.fields.end(), [&](const Field& field) {
            const auto written = latest_time(field.name);
            return written && *repaired < *written;
        });
    }

    /// Names of the fields that wait for somebody to choose, a space between them. Status is none
    /// of them: rank has chosen.
    [[nodiscard]] std::string conflicts() const {
        std::string out;
        for (const Field& field : record_.fields) {
            if (field.name == "status" || !document::is_conflict(field)) continue;
            if (!out.empty()) out += ' ';
            out += field.name;
        }
        return out;
    }

  private:
    [[nodiscard]] std::optional<HybridTime> latest_time(std::string_view name) const {
        const Field* field = document::find_field(record_, name);
        std::optional<HybridTime> out;
        if (field == nullptr) return out;
        for (const auto& value : field->values) {
            const auto author = authors_.author_of(document_, value);
            if (author && (!out || *out < author->time)) out = author->time;
        }
        return out;
    }
    [[nodiscard]] std::optional<std::int64_t> at_of(const document::Value& value) const {
        const auto author = authors_.author_of(document_, value);
        return author ? std::optional<std::int64_t>(author->at.ms) : std::nullopt;
    }
    static bool comes_before(const std::optional<HybridTime>& a_time, PlacementId a,
                             const std::optional<HybridTime>& b_time, PlacementId b) {
        if (a_time.has_value() != b_time.has_value()) return a_time.has_value();
        if (a_time && *a_time != *b_time) return *a_time < *b_time;
        return a < b;
    }

    const DocumentId& document_;
    const Record& record_;
    const Authors& authors_;
};

std::string joined(const std::vector<care::Status>& statuses) {
    std::string out;
    for (const care::Status status : statuses) {
        if (!out.empty()) out += ' ';
        out += care::text_of(status);
    }
    return out;
}

std::optional<std::int64_t> when(bool holds, std::optional<std::int64_t> at) {
    return holds ? at : std::nullopt;
}

void put(sqlite::Statement& statement, const DocumentId& document, const Record& record,
         const Authors& authors) {
    const auto id = VisitId::parse(record.key);
    if (!id) return;
    const VisitReader read(document, record, authors);
    const auto standing = read.standing();
    const care::Status status = standing.merged.status;

    statement.run(*id, document.key, document::first_id<PatientId>(record, "patient"),
                  read.text("service").value_or(""), read.text("channel").value_or(""),
                  read.flag("walk_in"), read.text("identifier"), read.text("code"),
                  care::text_of(status), standing.at, joined(standing.merged.overruled),
                  care::holds_capacity(status), read.placement(), read.text("practitioner"),
                  read.text("triage"), read.written_at("triage"), read.text("room"),
                  read.text("server"), read.flag("out_of_order"),
                  document::first_id<VisitId>(record, "origin"),
                  document::first_id<VisitId>(record, "moved_to"),
                  when(status == care::Status::waiting, standing.at), read.written_at("server"),
                  when(status == care::Status::in_room, standing.at),
                  when(status == care::Status::done, standing.at), read.changed_at(),
                  read.conflicts(), document::first_id<RecordId>(record, "repair"),
                  document::first_id<PlacementId>(record, "placed_before"),
                  read.text("practitioner_before"), read.has_gone_on());
}

sqlite::Database& with_tables(sqlite::Database& model) {
    model.execute(tables);
    return model;
}

}  // namespace

Projection::Projection(sqlite::Database& model)
    : model_(with_tables(model)),
      put_visit_(model_.prepare("INSERT OR REPLACE INTO visit VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,"
                                "?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,"
                                "?26,?27,?28,?29,?30,?31)")),
      put_placement_(model_.prepare("INSERT OR REPLACE INTO placement VALUES (?1,?2,?3,?4,?5,?6,"
                                    "?7,?8,?9,?10,?11)")),
      drop_placement_(model_.prepare("DELETE FROM placement WHERE id = ?1")),
      forget_visits_(model_.prepare("DELETE FROM visit WHERE day = ?1")),
      forget_placements_(model_.prepare("DELETE FROM placement WHERE day = ?1")) {}

void Projection::apply(const ledger::DocumentId& document,
                       const std::vector<document::Record>& records,
                       const shelf::Authors& authors) {
    if (document.kind != document::Kind::day) return;
    for (const Record& record : records) {
        if (record.map == "visits") put(put_visit_, document, record, authors);
        if (record.map == "placements") put_placement(document, record);
    }
}

void Projection::put_placement(const DocumentId& document, const Record& record) {
    const auto id = PlacementId::parse(record.key);
    if (!id) return;
    const auto placement = placement_in(record);
    if (!placement) {
        // Rows are a function of the records: one that was a placement and is none any more has no
        // row.
        drop_placement_.run(*id);
        return;
    }
    put_placement_.run(placement->id, document::first_id<VisitId>(record, "visit"), document.key,
                       placement->practitioner, placement->start.date.text(),
                       placement->start.time.minutes, placement->start.offset_minutes,
                       placement->minutes, placement->begins().ms, placement->ends().ms,
                       placement->overbooked);
}

void Projection::forget(const ledger::DocumentId& document) {
    if (document.kind != document::Kind::day) return;
    forget_visits_.run(document.key);
    forget_placements_.run(document.key);
}

}  // namespace wayside::booking
