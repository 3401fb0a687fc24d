#include "node/booking/visit.hpp"

#include "storage/document/fields.hpp"

namespace wayside::booking {

const std::string& Visit::meant_for() const {
    return practitioner.empty() && placement ? placement->practitioner : practitioner;
}

document::Edit edit_of(VisitId visit, std::string field, document::Scalar value) {
    return {"visits", visit.text(), std::move(field), std::move(value)};
}

document::Edit status_edit(VisitId visit, care::Status status) {
    return edit_of(visit, "status", std::string(care::text_of(status)));
}

std::vector<document::Edit> edits_of(const NewVisit& visit, const Placement* placement) {
    const auto status = placement != nullptr ? care::Status::booked : care::Status::expected;
    std::vector<document::Edit> out{
        edit_of(visit.id, "patient", document::scalar_of(visit.patient)),
        edit_of(visit.id, "service", visit.service),
        edit_of(visit.id, "channel", visit.channel),
        edit_of(visit.id, "walk_in", visit.walk_in),
        edit_of(visit.id, "code", visit.code),
        status_edit(visit.id, status),
    };
    if (!visit.identifier.empty()) {
        out.push_back(edit_of(visit.id, "identifier", visit.identifier));
    }
    if (visit.origin) {
        out.push_back(edit_of(visit.id, "origin", document::scalar_of(*visit.origin)));
    }
    if (placement != nullptr) {
        out.push_back(edit_of(visit.id, "placement", document::scalar_of(placement->id)));
        for (auto& edit : edits_of(*placement, visit.id)) out.push_back(std::move(edit));
    }
    return out;
}

}  // namespace wayside::booking
