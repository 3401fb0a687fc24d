// node/day/no_show.cpp: a booked patient did not come.

#include "node/day/body.hpp"
#include "node/day/commands.hpp"
#include "node/day/end_visit.hpp"

namespace wayside::day {

namespace {

struct NoShowBody {};

Result<NoShowBody> decode(const desk::Json& json) {
    return Body(json).result(NoShowBody{});
}

}  // namespace

desk::Command no_show(const Clinic& clinic) {
    return desk::make_command<NoShowBody>(
        "no-show", staff(), decode,
        [clinic](const desk::Facts& facts, desk::Means&,
                 const NoShowBody&) -> Result<desk::Decision> {
            const auto visit = visit_for(clinic, facts, care::Act::no_show);
            if (!visit) return visit.refusal();
            return to_status(clinic, facts, *visit, care::Status::no_show, {"day"});
        });
}

}  // namespace wayside::day
