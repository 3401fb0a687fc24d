// node/day/state.cpp: a practitioner is in, on a break, or out. It informs; it refuses nothing.

#include "node/day/body.hpp"
#include "node/day/commands.hpp"

namespace wayside::day {

namespace {

struct StateBody {
    std::string state;
};

Result<StateBody> decode(const desk::Json& json) {
    Body body(json);
    StateBody out{body.needed_text("state", max_id_bytes)};
    if (out.state != "in" && out.state != "break" && out.state != "out") {
        body.fail("state", "a practitioner is in, break or out");
    }
    return body.result(std::move(out));
}

Result<desk::Decision> decide(const Clinic& clinic, const desk::Facts& facts, desk::Means& means,
                              const StateBody& body) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    if (clinic.setup().find_practitioner(facts.subject) == nullptr) {
        return Refusal{Why::not_found, "this clinic has no practitioner '" + facts.subject + "'",
                       "unknown_practitioner"};
    }
    const std::string day = day_of(clinic, facts.now);
    desk::Decision out;
    out.edits.push_back({day_document(day),
                         rota::state_edits(means.ids.next<RecordId>(), facts.subject, body.state)});
    out.answer = {{"id", facts.subject}, {"state", body.state}, {"day", day}};
    out.events.push_back(change_event(day, nullptr, {"day"}));
    return out;
}

}  // namespace

desk::Command state(const Clinic& clinic) {
    return desk::make_command<StateBody>(
        "state", staff(), decode,
        [clinic](const desk::Facts& facts, desk::Means& means, const StateBody& body) {
            return decide(clinic, facts, means, body);
        });
}

}  // namespace wayside::day
