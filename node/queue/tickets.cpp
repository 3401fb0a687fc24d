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

using Numbers = std::set<std::int32_t>;

Numbers numbers_in(sqlite::Rows&& rows) {
    Numbers out;
    while (rows.next()) out.insert(static_cast<std::int32_t>(rows.integer(0)));
    return out;
}

/// Numbers whose patients may still be called by them, or be looked for in a room.
Numbers open_numbers(sqlite::Database& model, const DayAndNeighbours& days, char letter) {
    return numbers_in(model
                          .prepared("SELECT ticket.number FROM ticket "
                                    "JOIN visit ON visit.id = ticket.visit "
                                    "WHERE ticket.letter = ?1 AND ticket.day IN (?2, ?3, ?4) AND "
                                    "visit.status IN ('waiting', 'parked', 'called', 'in-room', "
                                    "'sent-on')")
                          .query(std::string(1, letter), days.before, days.day, days.after));
}

Numbers used_numbers(sqlite::Database& model, std::string_view day, char letter) {
    return numbers_in(model.prepared("SELECT number FROM ticket WHERE letter = ?1 AND day = ?2")
                          .query(std::string(1, letter), day));
}

/// The smallest from `first` on that stands in neither; empty where there is none.
std::optional<std::int32_t> first_free(std::int32_t first, const Numbers& a, const Numbers& b) {
    for (std::int32_t number = first; number <= max_ticket_number; ++number) {
        if (!a.contains(number) && !b.contains(number)) return number;
    }
    return std::nullopt;
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

Result<std::int32_t> next_number(sqlite::Database& model, const DayAndNeighbours& days,
                                 char letter) {
    const Numbers open = open_numbers(model, days, letter);
    const Numbers used = used_numbers(model, days.day, letter);
    const std::int32_t highest = used.empty() ? 0 : *used.rbegin();
    if (const auto above = first_free(highest + 1, open, used)) return *above;
    if (const auto unused = first_free(1, open, used)) return *unused;
    if (const auto closed = first_free(1, open, {})) return *closed;
    return Refusal{Why::conflict, "every number of this printer's letter waits to be called",
                   "no_ticket_left"};
}

}  // namespace wayside::queue
