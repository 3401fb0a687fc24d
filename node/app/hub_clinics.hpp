// node/app/hub_clinics.hpp: the clinics of a region in a hub's memory, each as its own box shows
// it, read only and without a patient's words.
#pragma once

#include <map>
#include <memory>

#include "node/app/clinic_model.hpp"
#include "node/app/sync_report.hpp"
#include "node/desk/desk.hpp"

namespace wayside::app {

/// Built by one thread and handed to the desk thread with its first tenant; outlives the desk.
class HubClinics {
  public:
    struct Parts {
        LogId start;
        const trust::Keyring& keyring;
        ledger::LedgerReader& reader;
        const Clock& clock;
        Random& random;
        SyncReport& report;
        bool is_sandbox = false;
    };
    explicit HubClinics(const Parts& parts) : parts_(parts) {}

    /// Loads the clinics that are not here yet and gives a tenant for each; cost: a pass over the
    /// ledger for each.
    std::vector<desk::Tenant> take_up(const std::vector<trust::ClinicSpaces>& clinics);
    /// What the loads found to be wrong.
    [[nodiscard]] const std::vector<ledger::Finding>& findings() const { return findings_; }

  private:
    desk::Tenant tenant_of(const trust::ClinicSpaces& spaces, ClinicModel& model);
    void tell(const trust::ClinicSpaces& spaces, ClinicModel& model);

    Parts parts_;
    std::map<SpaceId, std::unique_ptr<ClinicModel>> models_;
    std::vector<ledger::Finding> findings_;
};

}  // namespace wayside::app
