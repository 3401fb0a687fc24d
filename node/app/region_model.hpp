// node/app/region_model.hpp: the region's own space in a hub's memory. It has no documents yet:
// leases and requests will be its first.
#pragma once

#include "node/desk/tenant.hpp"
#include "storage/ledger/ledger_reader.hpp"
#include "storage/shelf/shelf.hpp"
#include "storage/sqlite/database.hpp"

namespace wayside::app {

/// The region's space of the register; zeros where it has none.
SpaceId region_space(const trust::Register& known);

/// Built by one thread and handed to the desk thread with its tenant; outlives the desk.
class RegionModel {
  public:
    struct Parts {
        SpaceId space;
        LogId start;
        const trust::Keyring& keyring;
        ledger::LedgerReader& reader;
        const Clock& clock;
        Random& random;
    };
    explicit RegionModel(const Parts& parts);
    RegionModel(const RegionModel&) = delete;
    RegionModel& operator=(const RegionModel&) = delete;

    desk::Tenant tenant();
    /// How far the ledger holds each log, of all spaces.
    [[nodiscard]] const std::vector<ledger::HeldLog>& logs() const { return logs_; }

  private:
    sqlite::Database database_;
    HybridClock hybrid_;
    shelf::Words words_;
    shelf::Shelf shelf_;
    std::vector<ledger::HeldLog> logs_;
};

}  // namespace wayside::app
