// node/day/patient_view.cpp: one person, with the visits that the clinic knows of.

#include "node/booking/visits.hpp"
#include "node/day/views.hpp"
#include "node/day/visit_view.hpp"
#include "node/patients/search.hpp"

namespace wayside::day {

namespace {

Result<desk::Json> render(const Clinic& clinic, const desk::Facts& facts) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto id = PatientId::parse(facts.subject);
    const auto visits =
        id ? booking::visits_of_patient(facts.model, *id) : std::vector<booking::Visit>{};
    if (!id || (visits.empty() && !patients::find_patient(facts.model, *id))) {
        return Refusal{Why::not_found, "nobody here has this id", "", "id"};
    }
    desk::Json out = patient_json(facts.model, *id);
    out["visits"] = desk::Json::array();
    for (const auto& each : visits) {
        out["visits"].push_back(visit_view(clinic, facts, each, Shown::words));
    }
    return out;
}

}  // namespace

desk::View patient_view(const Clinic& clinic) {
    return {"patient", staff(), [clinic](const desk::Facts& facts, const desk::Parameters&) {
                return render(clinic, facts);
            }};
}

}  // namespace wayside::day
