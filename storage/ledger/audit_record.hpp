// storage/ledger/audit_record.hpp: who did what, where, to whom: what stands in an entry beside its
// changes.
#pragma once

#include <optional>
#include <string>

#include "storage/base/clock.hpp"
#include "storage/base/id.hpp"

namespace wayside::ledger {

/// Never a patient's words: those stand in the changes, sealed under the patient's key. Limits are
/// those of `encode_entry`.
struct AuditRecord {
    std::optional<Timestamp> happened;  ///< where it was entered afterwards
    std::string command;
    std::string person;
    std::string role;
    std::string screen;
    std::optional<PatientId> patient;      ///< whom it concerns
    std::string reason;                    ///< a reason code
    std::optional<std::uint32_t> request;  ///< `request_of`, where it makes a visit, ticket or note
    std::string remark;                    ///< a fact for whoever reads it, such as "out_of_order"
};

}  // namespace wayside::ledger
