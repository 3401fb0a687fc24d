// node/app/clinic_model.hpp: one clinic in memory: its documents, and the read model of its slices.
#pragma once

#include "node/booking/projection.hpp"
#include "node/day/clinic.hpp"
#include "node/patients/projection.hpp"
#include "node/queue/projection.hpp"
#include "node/rota/projection.hpp"
#include "storage/shelf/shelf.hpp"
#include "storage/shelf/words.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/trust/box.hpp"

namespace wayside::app {

/// Used by one thread at a time; built by one and handed to the desk thread. Stays where it is.
class ClinicModel {
  public:
    struct Parts {
        SpaceId space;
        LogId start;
        const trust::Keyring& keyring;
        ledger::LedgerReader& reader;
        const Clock& clock;
        Random& random;
    };
    explicit ClinicModel(const Parts& parts);
    ClinicModel(const ClinicModel&) = delete;
    ClinicModel& operator=(const ClinicModel&) = delete;

    /// Reads keys and entries; what is damaged is named, and the rest stands.
    shelf::LoadReport load(shelf::Reach reach = shelf::Reach::everything);
    /// After `load`: what waits for an entry of this device that is lost, written again
    /// (Shelf::write_again), here in memory; the caller commits it, or only looks. A box with a hub
    /// waits for what the hub may have: then only for what it was found to lack, too (`lost`).
    shelf::WrittenAgain write_again(const trust::Box& box);
    /// Of our own logs, what nobody has any more.
    [[nodiscard]] const shelf::LostFrom& lost() const { return lost_; }

    [[nodiscard]] day::Clinic clinic(bool is_sandbox) const { return {rota_, is_sandbox}; }
    [[nodiscard]] const rota::Projection& rota() const { return rota_; }
    sqlite::Database& database() { return database_; }
    shelf::Words& words() { return words_; }
    shelf::Shelf& shelf() { return shelf_; }

  private:
    ledger::LedgerReader& reader_;
    SpaceId space_;
    shelf::LostFrom lost_;
    sqlite::Database database_;
    HybridClock hybrid_;
    shelf::Words words_;
    shelf::Shelf shelf_;
    rota::Projection rota_;
    booking::Projection booking_;
    patients::Projection patients_;
    queue::Projection queue_;
};

}  // namespace wayside::app
