// tests/sync/played_clinic.hpp: a node's folder that somebody has played days into, as ranges.
#pragma once

#include <filesystem>
#include <memory>

#include "storage/ledger/ledger_reader.hpp"
#include "storage/trust/box.hpp"
#include "storage/trust/patient_keys.hpp"
#include "sync/package.hpp"

namespace wayside::sync {

struct PlayedClinic {
    /// Throws MachineError where there is no node to read; its key file lies in it.
    explicit PlayedClinic(const std::filesystem::path& folder);

    [[nodiscard]] FindPatientKey keys() const {
        return [this](const PatientId& patient) { return patients.find(patient); };
    }
    /// Entries `first` to `last` of a log, with a head signed now.
    [[nodiscard]] ledger::SignedRange range(const ledger::Range& log, std::uint64_t first,
                                            std::uint64_t last) const;

    std::unique_ptr<trust::Box> box;
    trust::PatientKeys patients;
    std::vector<ledger::Range> logs;                  ///< whole, in the order of their beginning
    std::vector<std::vector<crypto::Hash32>> chains;  ///< of each log's entries
};

}  // namespace wayside::sync
