// node/booking/visit.hpp: one person's passage on one clinic day, as the read model knows it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/booking/placement.hpp"
#include "node/care/status.hpp"

namespace wayside::booking {

/// A row of `visit_placed`. Texts are as the document holds them.
struct Visit {
    VisitId id;
    std::string day;  ///< the clinic day whose document it stands in, "2026-03-02"
    std::optional<PatientId> patient;
    std::string service;
    std::string channel;  ///< "desk", "region"; what a walk-in came through: "walk-in", "kiosk"
    bool walk_in = false;
    std::string identifier;  ///< from outside; empty where it has none
    std::string code;        ///< on the patient's slip
    care::Status status = care::Status::requested;
    std::optional<Timestamp> status_at;
    std::vector<std::string> overruled;  ///< statuses that rank overruled
    std::optional<Placement> placement;  ///< the one that counts
    std::string practitioner;  ///< named at check-in or call; empty: the placement's, if it has one
    std::string triage;
    std::optional<Timestamp> triage_at;
    std::string room;
    std::string server;  ///< who called
    bool out_of_order = false;
    std::optional<VisitId> origin;
    std::optional<VisitId> moved_to;
    std::optional<RecordId> repair;  ///< the absence for which it was last replanned (repair.hpp)
    std::optional<PlacementId> placed_before;  ///< and what its patient was told until then
    std::string practitioner_before;           ///< and who was named; empty: stays as it was
    bool has_gone_on = false;                  ///< something was written on it since that repair
    std::optional<Timestamp> arrived_at;       ///< while it waits only: see "booking's tables"
    std::optional<Timestamp> called_at;        ///< when `server` was written
    std::optional<Timestamp> started_at;       ///< while it is in the room only
    std::optional<Timestamp> finished_at;      ///< when it was done
    std::optional<Timestamp> changed_at;
    std::vector<std::string>
        conflicts;  ///< names of fields that two people wrote differently apart

    /// Who is meant to see this patient; empty: anyone whom the service allows.
    [[nodiscard]] const std::string& meant_for() const;
};

/// What a visit begins with.
struct NewVisit {
    VisitId id;
    PatientId patient;
    std::string service;
    std::string channel;
    bool walk_in = false;
    std::string identifier;
    std::string code;
    std::optional<VisitId> origin;
};

/// The record of a new visit: booked on `placement`, whose record goes into the same document, or
/// expected without one.
std::vector<document::Edit> edits_of(const NewVisit& visit, const Placement* placement);

/// One field of a visit that stands already.
document::Edit edit_of(VisitId visit, std::string field, document::Scalar value);
document::Edit status_edit(VisitId visit, care::Status status);

}  // namespace wayside::booking
