// node/queue/ticket.hpp: what is called: a printer's letter and a counter, K-017.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/base/clock.hpp"
#include "storage/base/id.hpp"
#include "storage/document/document.hpp"

namespace wayside::queue {

/// The greatest counter; after it a letter begins at 1 again.
inline constexpr std::int32_t max_ticket_number = 999;

struct Ticket {
    TicketId id;
    VisitId visit;
    std::string day;  ///< the clinic day whose document it stands in
    char letter = 'K';
    std::int32_t number = 0;
    Timestamp issued_at;

    /// "K-017", as it is printed, shown and spoken.
    [[nodiscard]] std::string text() const;
};

/// The record of a new ticket in its visit's day.
std::vector<document::Edit> edits_of(const Ticket& ticket);

/// The ticket of a record of the map `tickets`; empty for a record that is none. `day` and
/// `issued_at` are the reader's to fill in.
std::optional<Ticket> ticket_in(const document::Record& record);

}  // namespace wayside::queue
