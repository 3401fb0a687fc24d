#include "node/day/clinic.hpp"

namespace wayside::day {

Result<void> is_open(const Clinic& clinic) {
    if (clinic.rota.is_set_up()) return {};
    return Refusal{Why::unavailable, "this clinic has no set-up yet"};
}

const std::set<std::string>& staff() {
    static const std::set<std::string> roles{"receptionist", "nurse", "clinician"};
    return roles;
}

bool is_staff(const desk::Asker& asker) {
    return staff().contains(asker.role);
}

std::string day_of(const Clinic& clinic, Timestamp at) {
    return clinic.zone().clinic_day(at, clinic.setup().day_begins).text();
}

ledger::DocumentId day_document(std::string_view day) {
    return {document::Kind::day, std::string(day)};
}

std::string time_text(const Clinic& clinic, Timestamp at) {
    return care::text_of(at, clinic.zone().local(at).offset_minutes);
}

desk::Event change_event(std::string_view day, const VisitId* visit,
                         std::initializer_list<const char*> what) {
    desk::Json data{{"day", day}, {"what", desk::Json::array()}};
    for (const char* each : what) data["what"].push_back(each);
    if (visit != nullptr) data["visit"] = visit->text();
    return {"change", std::move(data)};
}

}  // namespace wayside::day
