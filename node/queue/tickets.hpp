// node/queue/tickets.hpp: reading tickets out of the read model.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "node/queue/ticket.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::queue {

/// By time of issue, then id.
std::vector<Ticket> tickets_of_visit(sqlite::Database& model, VisitId visit);

/// Those of one clinic day by visit, each as `tickets_of_visit`.
std::map<VisitId, std::vector<Ticket>> tickets_of_day(sqlite::Database& model,
                                                      std::string_view day);

std::int64_t count_of_day(sqlite::Database& model, std::string_view day);

/// The counter that the letter's next ticket of this clinic day bears: one above the day's highest,
/// skipping numbers of tickets that are still open from the day before; after the greatest, the
/// smallest that is free. Refuses `conflict`, rule `no_ticket_left`, when a day has used all.
Result<std::int32_t> next_number(sqlite::Database& model, std::string_view day,
                                 std::string_view day_before, char letter);

}  // namespace wayside::queue
