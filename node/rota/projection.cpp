#include "node/rota/projection.hpp"

#include "storage/document/fields.hpp"

namespace wayside::rota {

namespace {

constexpr const char* tables = R"sql(
CREATE TABLE practitioner_act (
    id BLOB PRIMARY KEY, practitioner TEXT NOT NULL, day TEXT NOT NULL, state TEXT NOT NULL,
    at INTEGER) STRICT, WITHOUT ROWID;
CREATE INDEX practitioner_act_by_day ON practitioner_act (day, practitioner, at, id);
CREATE VIEW practitioner_state AS
    SELECT practitioner, day, state, at FROM practitioner_act AS act
    WHERE id = (SELECT later.id FROM practitioner_act AS later
                WHERE later.day = act.day AND later.practitioner = act.practitioner
                ORDER BY later.at DESC, later.id DESC LIMIT 1);
CREATE TABLE absence (
    id BLOB PRIMARY KEY, practitioner TEXT NOT NULL, day TEXT NOT NULL, from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL, says_out INTEGER NOT NULL, visits INTEGER NOT NULL,
    undone INTEGER NOT NULL, at INTEGER) STRICT, WITHOUT ROWID;
CREATE INDEX absence_by_end ON absence (until_at);
)sql";

sqlite::Database& with_tables(sqlite::Database& model) {
    model.execute(tables);
    return model;
}

/// A record of `states` that names a span is an absence; others have no row here.
void put_absence(sqlite::Database& model, const ledger::DocumentId& document,
                 const document::Record& record, const shelf::Authors& authors) {
    const auto id = RecordId::parse(record.key);
    const auto who = document::copy_of<std::string>(record, "practitioner");
    const auto from = document::copy_of<std::int64_t>(record, "from");
    const auto until = document::copy_of<std::int64_t>(record, "until");
    if (!id || !who || !from || !until || *until <= *from) return;
    const auto author =
        authors.author_of(document, document::find_field(record, "from")->values.front());
    // Undone at one of two boxes that are apart is undone.
    const document::Field* undone = document::find_field(record, "undone");
    model.prepared("INSERT OR REPLACE INTO absence VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)")
        .run(*id, *who, document.key, *from, *until,
             document::find_field(record, "state") != nullptr,
             document::copy_of<std::int64_t>(record, "visits").value_or(0), undone != nullptr,
             author ? std::optional<std::int64_t>(author->at.ms) : std::nullopt);
}

}  // namespace

struct Projection::Known {
    care::Setup setup;
    care::Zone zone;
};

Projection::Projection(sqlite::Database& model) : model_(with_tables(model)) {}

Projection::~Projection() = default;

const care::Setup& Projection::setup() const {
    require(is_set_up(), "a clinic is asked for its set-up once it has one");
    return setup_->setup;
}

const care::Zone& Projection::zone() const {
    require(is_set_up(), "a clinic is asked for its zone once it is set up");
    return setup_->zone;
}

void Projection::read_setup() {
    setup_.reset();
    auto setup = setup_in(records_);
    if (!setup) return;
    auto zone = care::Zone::named(setup->time_zone);
    if (!zone) return;
    setup_ = std::make_unique<const Known>(Known{std::move(*setup), std::move(*zone)});
}

void Projection::apply(const ledger::DocumentId& document,
                       const std::vector<document::Record>& records,
                       const shelf::Authors& authors) {
    if (document == setup_document()) {
        for (const auto& record : records) records_[{record.map, record.key}] = record;
        read_setup();
    }
    if (document.kind != document::Kind::day) return;
    for (const auto& record : records) {
        if (record.map != "states") continue;
        put_absence(model_, document, record, authors);
        const auto id = RecordId::parse(record.key);
        const document::Field* state = document::find_field(record, "state");
        const auto* name = document::first_as<std::string>(record, "state");
        const auto* practitioner = document::first_as<std::string>(record, "practitioner");
        if (!id || name == nullptr || practitioner == nullptr) continue;
        if (document::find_field(record, "undone") != nullptr) {
            model_.prepared("DELETE FROM practitioner_act WHERE id = ?1").run(*id);
            continue;
        }
        const auto author = authors.author_of(document, state->values.front());
        model_.prepared("INSERT OR REPLACE INTO practitioner_act VALUES (?1, ?2, ?3, ?4, ?5)")
            .run(*id, *practitioner, document.key, *name,
                 author ? std::optional<std::int64_t>(author->at.ms) : std::nullopt);
    }
}

void Projection::forget(const ledger::DocumentId& document) {
    if (document == setup_document()) {
        records_.clear();
        read_setup();
    }
    if (document.kind != document::Kind::day) return;
    model_.prepared("DELETE FROM practitioner_act WHERE day = ?1").run(document.key);
    model_.prepared("DELETE FROM absence WHERE day = ?1").run(document.key);
}

std::string state_of(sqlite::Database& model, std::string_view practitioner, std::string_view day) {
    auto rows = model
                    .prepared(
                        "SELECT state FROM practitioner_act WHERE day = ?1 "
                        "AND practitioner = ?2 ORDER BY at DESC, id DESC LIMIT 1")
                    .query(day, practitioner);
    return rows.next() ? rows.text(0) : "";
}

std::vector<document::Edit> state_edits(RecordId id, std::string_view practitioner,
                                        std::string_view state) {
    return {{"states", id.text(), "practitioner", std::string(practitioner)},
            {"states", id.text(), "state", std::string(state)}};
}

}  // namespace wayside::rota
