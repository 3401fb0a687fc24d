#include "node/day/ticketing.hpp"

#include <cstdlib>

namespace wayside::day {

queue::DayAndNeighbours days_around(std::string_view day) {
    const auto date = care::LocalDate::parse(day);
    if (!date) return {"", std::string(day), ""};
    return {date->plus_days(-1).text(), date->text(), date->plus_days(1).text()};
}

Result<void> is_its_day(const Clinic& clinic, const booking::Visit& visit, Timestamp now) {
    constexpr std::int64_t nearest_ms = std::int64_t{check_in_hours_beyond_the_day} * 3'600 * 1'000;
    if (visit.day == day_of(clinic, now)) return {};
    const auto meant = visit.placement ? std::optional(visit.placement->begins()) : visit.status_at;
    if (meant && std::abs(meant->ms - now.ms) <= nearest_ms) return {};
    return Refusal{Why::conflict,
                   "this visit is for " + visit.day + "; move it to today before the check-in",
                   "wrong_day"};
}

Result<queue::Ticket> next_ticket(const Clinic& clinic, const desk::Facts& facts,
                                  desk::Means& means, const booking::Visit& visit) {
    const char letter = clinic.setup().ticket_letter(facts.asker.screen);
    const auto number = queue::next_number(facts.model, days_around(visit.day), letter);
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
