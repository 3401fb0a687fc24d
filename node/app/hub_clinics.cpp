#include "node/app/hub_clinics.hpp"

#include "node/app/health.hpp"
#include "node/day/answer_sample.hpp"
#include "node/day/views.hpp"

namespace wayside::app {

std::vector<desk::Tenant> HubClinics::take_up(const std::vector<trust::ClinicSpaces>& clinics) {
    std::vector<desk::Tenant> out;
    for (const trust::ClinicSpaces& spaces : clinics) {
        if (models_.contains(spaces.clinic)) continue;
        auto model = std::make_unique<ClinicModel>(ClinicModel::Parts{spaces.clinic, parts_.start,
                                                                      parts_.keyring, parts_.reader,
                                                                      parts_.clock, parts_.random});
        const shelf::LoadReport report = model->load(shelf::Reach::own_space);
        for (ledger::Finding& finding : findings_of(report, spaces.clinic, {})) {
            findings_.push_back(std::move(finding));
        }
        out.push_back(tenant_of(spaces, *model));
        tell(spaces, *model);
        models_.emplace(spaces.clinic, std::move(model));
    }
    return out;
}

desk::Tenant HubClinics::tenant_of(const trust::ClinicSpaces& spaces, ClinicModel& model) {
    return {.shelf = model.shelf(),
            .words = model.words(),
            .model = model.database(),
            .commands = {},
            .views = day::region_views(model.clinic(parts_.is_sandbox)),
            .events_of =
                [this, spaces, &model](const std::vector<ledger::DocumentId>&) {
                    tell(spaces, model);
                    return std::vector<desk::Event>{{"change", {{"clinic", spaces.enrolled_as}}}};
                },
            .answer_sample = day::answer_sample()};
}

void HubClinics::tell(const trust::ClinicSpaces& spaces, ClinicModel& model) {
    KnownClinic known;
    if (model.rota().is_set_up()) {
        known.name = model.rota().setup().name;
        known.time_zone = model.rota().setup().time_zone;
    }
    known.last_entry = model.shelf().last_entry_at();
    parts_.report.know(spaces.clinic, std::move(known));
}

}  // namespace wayside::app
