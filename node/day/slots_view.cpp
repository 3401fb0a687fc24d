// node/day/slots_view.cpp: when a service could be had.

#include "node/day/views.hpp"
#include "node/day/wish.hpp"

namespace wayside::day {

namespace {

constexpr std::size_t most_slots = 20;

std::string parameter(const desk::Parameters& parameters, const char* name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? "" : found->second;
}

/// A date (its clinic day's begin), or a point in time.
Result<Timestamp> time_in(const Clinic& clinic, const desk::Parameters& parameters,
                          const char* name) {
    const std::string text = with_sign(parameter(parameters, name));
    if (const auto date = care::LocalDate::parse(text)) {
        return clinic.zone().clinic_day_begin(*date, clinic.setup().day_begins);
    }
    if (const auto at = care::parse_instant(text)) return *at;
    if (const auto told = clinic.zone().told(text)) return told->instant();
    return Refusal{Why::invalid, "this is a date or a time, such as 2026-03-02", "", name};
}

Result<desk::Json> render(const Clinic& clinic, const desk::Facts& facts,
                          const desk::Parameters& parameters) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    care::SlotQuery query;
    query.service = parameter(parameters, "service");
    query.practitioner = parameter(parameters, "practitioner");
    const auto from = time_in(clinic, parameters, "from");
    if (!from) return from.refusal();
    const auto to = time_in(clinic, parameters, "to");
    if (!to) return to.refusal();
    query.from = *from;
    query.to = *to;
    const auto found = booking::find_openings(diary_of(clinic, facts), query, most_slots);
    if (!found) {
        // A question breaks no rule of the clinic: what it names is not there, or makes no sense.
        Refusal refusal = found.refusal();
        refusal.why = Why::invalid;
        return refusal;
    }
    desk::Json out{{"slots", openings_json(found->all)}};
    if (found->shortage) out["bottleneck"] = shortage_json(*found->shortage);
    return out;
}

}  // namespace

desk::View slots_view(const Clinic& clinic) {
    return {"slots", staff(), [clinic](const desk::Facts& facts, const desk::Parameters& given) {
                return render(clinic, facts, given);
            }};
}

}  // namespace wayside::day
