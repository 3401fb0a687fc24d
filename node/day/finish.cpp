// node/day/finish.cpp: how a visit ends that was begun: seen, or left without being seen.

#include "node/day/body.hpp"
#include "node/day/commands.hpp"
#include "node/day/end_visit.hpp"

namespace wayside::day {

namespace {

struct NoBody {};

Result<NoBody> decode(const desk::Json& json) {
    return Body(json).result(NoBody{});
}

desk::Command ending(const Clinic& clinic, const char* name, care::Act act, care::Status status) {
    return desk::make_command<NoBody>(
        name, staff(), decode,
        [clinic, act, status](const desk::Facts& facts, desk::Means&,
                              const NoBody&) -> Result<desk::Decision> {
            auto visit = visit_for(clinic, facts, act);
            if (!visit) return visit.refusal();
            if (status == care::Status::done) visit->finished_at = facts.now;
            return to_status(clinic, facts, std::move(*visit), status, {"day", "queue", "board"});
        });
}

}  // namespace

desk::Command finish(const Clinic& clinic) {
    return ending(clinic, "finish", care::Act::finish, care::Status::done);
}

desk::Command leave(const Clinic& clinic) {
    return ending(clinic, "leave", care::Act::leave, care::Status::left);
}

}  // namespace wayside::day
