#include "node/day/ticketing.hpp"

#include "node/queue/tickets.hpp"

namespace wayside::day {

std::string day_before(std::string_view day) {
    const auto date = care::LocalDate::parse(day);
    return date ? date->plus_days(-1).text() : std::string();
}

Result<queue::Ticket> next_ticket(const Clinic& clinic, const desk::Facts& facts,
                                  desk::Means& means, const booking::Visit& visit) {
    const char letter = clinic.setup().ticket_letter(facts.asker.screen);
    const auto number = queue::next_number(facts.model, visit.day, day_before(visit.day), letter);
    if (!number) return number.refusal();
    queue::Ticket out;
    out.id = means.ids.next<TicketId>();
    out.visit = visit.id;
    out.day = visit.day;
    out.letter = letter;
    out.number = *number;
    out.issued_at = facts.now;
    return out;
}

std::vector<document::Edit> check_in_edits(booking::Visit& visit, const queue::Ticket& ticket,
                                           const std::string& practitioner, Timestamp now) {
    std::vector<document::Edit> out = queue::edits_of(ticket);
    out.push_back(booking::status_edit(visit.id, care::Status::waiting));
    if (!practitioner.empty() && practitioner != visit.meant_for()) {
        out.push_back(booking::edit_of(visit.id, "practitioner", practitioner));
        visit.practitioner = practitioner;
    }
    visit.status = care::Status::waiting;
    visit.status_at = now;
    visit.changed_at = now;
    visit.arrived_at = now;
    visit.overruled.clear();
    return out;
}

}  // namespace wayside::day
