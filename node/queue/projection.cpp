#include "node/queue/projection.hpp"

#include "node/queue/ticket.hpp"
#include "storage/document/fields.hpp"

namespace wayside::queue {

namespace {

constexpr const char* tables = R"sql(
CREATE TABLE ticket (
    id BLOB PRIMARY KEY, visit BLOB NOT NULL, day TEXT NOT NULL, letter TEXT NOT NULL,
    number INTEGER NOT NULL, issued_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_by_visit ON ticket (visit);
CREATE INDEX ticket_by_day ON ticket (day, letter, number);
)sql";

/// When the ticket was issued: its visit field is written once, with it.
Timestamp issued_at(const ledger::DocumentId& document, const document::Record& record,
                    const shelf::Authors& authors) {
    const document::Field* field = document::find_field(record, "visit");
    if (field == nullptr) return {};
    const auto author = authors.author_of(document, field->values.front());
    return author ? author->at : Timestamp{};
}

}  // namespace

Projection::Projection(sqlite::Database& model) : model_(model) {
    model_.execute(tables);
}

void Projection::apply(const ledger::DocumentId& document,
                       const std::vector<document::Record>& records,
                       const shelf::Authors& authors) {
    if (document.kind != document::Kind::day) return;
    for (const document::Record& record : records) {
        if (record.map != "tickets") continue;
        const auto ticket = ticket_in(record);
        if (!ticket) {
            forget_record(record.key);
            continue;
        }
        model_.prepared("INSERT OR REPLACE INTO ticket VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .run(ticket->id, ticket->visit, document.key, std::string(1, ticket->letter),
                 ticket->number, issued_at(document, record, authors).ms);
    }
}

/// Rows are a function of the records: one that was a ticket and is none any more has no row.
void Projection::forget_record(const std::string& key) {
    const auto id = TicketId::parse(key);
    if (id) model_.prepared("DELETE FROM ticket WHERE id = ?1").run(*id);
}

void Projection::forget(const ledger::DocumentId& document) {
    if (document.kind != document::Kind::day) return;
    model_.prepared("DELETE FROM ticket WHERE day = ?1").run(document.key);
}

}  // namespace wayside::queue
