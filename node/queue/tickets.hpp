// node/queue/tickets.hpp: reading tickets out of the read model.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "node/queue/ticket.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::queue {

/// A clinic day with the one before and the one after it, "2026-03-02".
struct DayAndNeighbours {
    std::string before;
    std::string day;
    std::string after;
};

/// By time of issue, then id.
std::vector<Ticket> tickets_of_visit(sqlite::Database& model, VisitId visit);

/// Those of one clinic day by visit, each as `tickets_of_visit`.
std::map<VisitId, std::vector<Ticket>> tickets_of_day(sqlite::Database& model,
                                                      std::string_view day);

std::int64_t count_of_day(sqlite::Database& model, std::string_view day);

/// The counter that the letter's next ticket of clinic day `day` bears: one above the day's
/// highest, skipping numbers that are still open (also those of the days beside it, `day_before`
/// and `day_after`); after the greatest, the smallest that the day has not used; when it has used
/// all, the smallest that is not open. Refuses `conflict`, rule `no_ticket_left`, when all are
/// open.
Result<std::int32_t> next_number(sqlite::Database& model, const DayAndNeighbours& days,
                                 char letter);

}  // namespace wayside::queue
