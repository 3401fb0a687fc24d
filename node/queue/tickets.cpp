#include "node/queue/tickets.hpp"

#include <set>

namespace wayside::queue {

namespace {

/// Columns: id, visit, day, letter, number, issued_at.
Ticket ticket_of(const sqlite::Rows& row) {
    Ticket out;
    out.id.bytes = row.array<16>(0).value_or(out.id.bytes);
    out.visit.bytes = row.array<16>(1).value_or(out.visit.bytes);
    out.day = row.text(2);
    out.letter = row.text(3).front();
    out.number = static_cast<std::int32_t>(row.integer(4));
    out.issued_at = {row.integer(5)};
    return out;
}

/// Numbers that nobody may get now: the day's own, and those still open from the day before.
std::set<std::int32_t> taken_numbers(sqlite::Database& model, std::string_view day,
                                     std::string_view day_before, char letter) {
    std::set<std::int32_t> out;
    auto rows = model
                    .prepared(
                        "SELECT number FROM ticket WHERE letter = ?1 AND day = ?2 "
                        "UNION SELECT ticket.number FROM ticket "
                        "JOIN visit_placed ON visit_placed.id = ticket.visit "
                        "WHERE ticket.letter = ?1 AND ticket.day = ?3 AND "
                        "visit_placed.status IN ('waiting', 'parked', 'called')")
                    .query(std::string(1, letter), day, day_before);
    while (rows.next()) out.insert(static_cast<std::int32_t>(rows.integer(0)));
    return out;
}

std::int32_t highest_of_day(sqlite::Database& model, std::string_view day, char letter) {
    auto rows = model.prepared("SELECT max(number) FROM ticket WHERE day = ?1 AND letter = ?2")
                    .query(day, std::string(1, letter));
    return rows.next() ? static_cast<std::int32_t>(rows.integer(0)) : 0;
}

}  // namespace

std::vector<Ticket> tickets_of_visit(sqlite::Database& model, VisitId visit) {
    std::vector<Ticket> out;
    auto rows = model
                    .prepared(
                        "SELECT id, visit, day, letter, number, issued_at FROM ticket "
                        "WHERE visit = ?1 ORDER BY issued_at, id")
                    .query(visit);
    while (rows.next()) out.push_back(ticket_of(rows));
    return out;
}

std::map<VisitId, std::vector<Ticket>> tickets_of_day(sqlite::Database& model,
                                                      std::string_view day) {
    std::map<VisitId, std::vector<Ticket>> out;
    auto rows = model
                    .prepared(
                        "SELECT id, visit, day, letter, number, issued_at FROM ticket "
                        "WHERE day = ?1 ORDER BY issued_at, id")
                    .query(day);
    while (rows.next()) {
        Ticket ticket = ticket_of(rows);
        out[ticket.visit].push_back(std::move(ticket));
    }
    return out;
}

std::int64_t count_of_day(sqlite::Database& model, std::string_view day) {
    auto rows = model.prepared("SELECT count(*) FROM ticket WHERE day = ?1").query(day);
    return rows.next() ? rows.integer(0) : 0;
}

Result<std::int32_t> next_number(sqlite::Database& model, std::string_view day,
                                 std::string_view day_before, char letter) {
    const std::set<std::int32_t> taken = taken_numbers(model, day, day_before, letter);
    const std::int32_t highest = highest_of_day(model, day, letter);
    for (std::int32_t step = 0; step < max_ticket_number; ++step) {
        const std::int32_t number = (highest + step) % max_ticket_number + 1;
        if (!taken.contains(number)) return number;
    }
    return Refusal{Why::conflict, "every number of this printer's letter was given out today",
                   "no_ticket_left"};
}

}  // namespace wayside::queue
