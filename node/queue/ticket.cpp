#include "node/queue/ticket.hpp"

#include "storage/document/fields.hpp"

namespace wayside::queue {

std::string Ticket::text() const {
    std::string digits = std::to_string(number);
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    return std::string(1, letter) + "-" + digits;
}

std::vector<document::Edit> edits_of(const Ticket& ticket) {
    const std::string record = ticket.id.text();
    return {{"tickets", record, "visit", document::scalar_of(ticket.visit)},
            {"tickets", record, "letter", std::string(1, ticket.letter)},
            {"tickets", record, "number", std::int64_t{ticket.number}}};
}

std::optional<Ticket> ticket_in(const document::Record& record) {
    const auto id = TicketId::parse(record.key);
    const auto visit = document::first_id<VisitId>(record, "visit");
    const auto* letter = document::first_as<std::string>(record, "letter");
    const auto* number = document::first_as<std::int64_t>(record, "number");
    if (!id || !visit || letter == nullptr || number == nullptr) return std::nullopt;
    const bool is_letter = letter->size() == 1 && letter->front() >= 'A' && letter->front() <= 'Z';
    if (!is_letter || *number < 1 || *number > max_ticket_number) return std::nullopt;
    Ticket out;
    out.id = *id;
    out.visit = *visit;
    out.letter = letter->front();
    out.number = static_cast<std::int32_t>(*number);
    return out;
}

}  // namespace wayside::queue
