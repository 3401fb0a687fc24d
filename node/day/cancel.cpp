// node/day/cancel.cpp: a booking is taken back. Its reason is a patient's word and is sealed.

#include "node/day/body.hpp"
#include "node/day/commands.hpp"
#include "node/day/end_visit.hpp"

namespace wayside::day {

namespace {

struct CancelBody {
    std::string reason;
};

Result<CancelBody> decode(const desk::Json& json) {
    Body body(json);
    CancelBody out{body.text("reason", max_reason_bytes)};
    return body.result(std::move(out));
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const CancelBody& body) {
    const auto visit = visit_for(clinic, facts, care::Act::cancel);
    if (!visit) return visit.refusal();
    desk::Decision out = to_status(clinic, facts, *visit, care::Status::cancelled, {"day"});
    if (visit->patient && !body.reason.empty()) {
        auto reason = patients::sealed_edit(means, *visit->patient, "reasons", visit->id.text(),
                                            "cancel", body.reason);
        // Whoever asked to be forgotten may still cancel; only the words find no place.
        if (!reason && reason.refusal().why != Why::forbidden) return reason.refusal();
        if (reason) {
            out.edits.push_back({patients::document_of(*visit->patient), {std::move(*reason)}});
        }
    }
    return out;
}

}  // namespace

desk::Command cancel(const Clinic& clinic) {
    return desk::make_command<CancelBody>(
        "cancel", staff(), decode,
        [clinic](const desk::Facts& facts, desk::Means& means, const CancelBody& body) {
            return decide(clinic, facts, means, body);
        });
}

}  // namespace wayside::day
