// node/day/patients_view.cpp: finding somebody at the desk.

#include "node/day/views.hpp"
#include "node/day/visit_view.hpp"
#include "node/patients/search.hpp"

namespace wayside::day {

desk::View patients_view(const Clinic& clinic) {
    return {
        "patients", staff(),
        [clinic](const desk::Facts& facts, const desk::Parameters& given) -> Result<desk::Json> {
            if (auto open = is_open(clinic); !open) return open.refusal();
            const auto typed = given.find("search");
            if (typed == given.end()) {
                return Refusal{Why::invalid, "say whom to look for", "", "search"};
            }
            desk::Json found = desk::Json::array();
            for (const auto& each : patients::search(facts.model, typed->second)) {
                found.push_back(patient_json(facts.model, each.id));
            }
            return desk::Json{{"patients", std::move(found)}};
        }};
}

}  // namespace wayside::day
