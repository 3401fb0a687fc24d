// node/day/visits_view.cpp: one visit, and the visits that bear an id from outside.

#include "node/booking/visits.hpp"
#include "node/day/views.hpp"
#include "node/day/visit_view.hpp"

namespace wayside::day {

desk::View one_visit_view(const Clinic& clinic) {
    return {"visit", staff(),
            [clinic](const desk::Facts& facts, const desk::Parameters&) -> Result<desk::Json> {
                if (auto open = is_open(clinic); !open) return open.refusal();
                const auto visit = booking::visit_named(facts.model, facts.subject);
                if (!visit) return visit.refusal();
                return visit_view(clinic, facts, *visit, Shown::words);
            }};
}

desk::View visits_view(const Clinic& clinic) {
    return {
        "visits", staff(),
        [clinic](const desk::Facts& facts, const desk::Parameters& given) -> Result<desk::Json> {
            if (auto open = is_open(clinic); !open) return open.refusal();
            const auto identifier = given.find("identifier");
            if (identifier == given.end() || identifier->second.empty()) {
                return Refusal{Why::invalid, "say which identifier", "", "identifier"};
            }
            desk::Json found = desk::Json::array();
            for (const booking::Visit& visit :
                 booking::visits_of_identifier(facts.model, identifier->second)) {
                found.push_back(visit_view(clinic, facts, visit, Shown::words));
            }
            return desk::Json{{"visits", std::move(found)}};
        }};
}

}  // namespace wayside::day
