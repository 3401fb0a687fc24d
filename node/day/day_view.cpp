// node/day/day_view.cpp: one clinic day by practitioner, and what it comes to.

#include "node/booking/visits.hpp"
#include "node/care/calendar.hpp"
#include "node/day/absence_view.hpp"
#include "node/day/views.hpp"
#include "node/day/visit_view.hpp"
#include "node/queue/tickets.hpp"

namespace wayside::day {

namespace {

using desk::Json;

/// The day in a path. Refuses `invalid`.
Result<care::LocalDate> date_in(const std::string& subject) {
    auto date = care::LocalDate::parse(subject);
    if (date) return date;
    return Refusal{Why::invalid, "a day is written as 2026-03-02", "no_such_date", "date"};
}

Json spans_json(const Clinic& clinic, const std::vector<care::Span>& spans) {
    Json out = Json::array();
    for (const care::Span& span : spans) {
        out.push_back(
            {{"from", time_text(clinic, span.begin)}, {"to", time_text(clinic, span.end)}});
    }
    return out;
}

Json practitioners_json(const Clinic& clinic, const desk::Facts& facts, care::LocalDate date) {
    const care::WallCalendar calendar(clinic.zone(), date, date);
    const auto begins = clinic.zone().clinic_day_begin(date, clinic.setup().day_begins);
    const auto absences = rota::standing_absences(facts.model, begins);
    Json out = Json::array();
    for (const care::Practitioner& each : clinic.setup().practitioners) {
        const std::string state = rota::state_of(facts.model, each.id, facts.subject);
        Json one{{"id", each.id},
                 {"role", each.roles.front()},
                 {"state", state.empty() ? "unknown" : state},
                 {"shifts", spans_json(clinic, calendar.shifts(each))},
                 {"breaks", spans_json(clinic, calendar.breaks(each))}};
        for (const rota::Absence& absence : absences) {
            if (absence.practitioner != each.id || absence.day != facts.subject) continue;
            one["absences"].push_back(absence_json(clinic, absence));
        }
        if (!each.name.empty()) one["name"] = each.name;
        out.push_back(std::move(one));
    }
    return out;
}

Result<Json> render_day(const Clinic& clinic, const desk::Facts& facts) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto date = date_in(facts.subject);
    if (!date) return date.refusal();
    const auto begins_at = clinic.setup().day_begins;
    Json visits = Json::array();
    for (const booking::Visit& visit : booking::visits_of_day(facts.model, facts.subject)) {
        visits.push_back(visit_view(clinic, facts, visit, Shown::words));
    }
    return Json{{"date", facts.subject},
                {"begins", time_text(clinic, clinic.zone().clinic_day_begin(*date, begins_at))},
                {"ends", time_text(clinic, clinic.zone().clinic_day_end(*date, begins_at))},
                {"practitioners", practitioners_json(clinic, facts, *date)},
                {"visits", std::move(visits)}};
}

Result<Json> render_totals(const Clinic& clinic, const desk::Facts& facts) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto date = date_in(facts.subject);
    if (!date) return date.refusal();
    Json out{{"visits", 0}, {"booked", 0},    {"region", 0},  {"walk_ins", 0},
             {"done", 0},   {"cancelled", 0}, {"no_show", 0}, {"left", 0}};
    const auto count = [&](const char* what, bool counts) {
        if (counts) out[what] = out[what].get<std::int64_t>() + 1;
    };
    for (const booking::Visit& visit : booking::visits_of_day(facts.model, facts.subject)) {
        // A visit that was moved to another day counts there.
        if (visit.status == care::Status::moved) continue;
        count("visits", true);
        count("booked", !visit.walk_in);
        count("region", visit.channel == "region");
        count("walk_ins", visit.walk_in);
        count("done", visit.status == care::Status::done);
        count("cancelled", visit.status == care::Status::cancelled);
        count("no_show", visit.status == care::Status::no_show);
        count("left", visit.status == care::Status::left);
    }
    out["tickets"] = queue::count_of_day(facts.model, facts.subject);
    return out;
}

}  // namespace

desk::View day_view(const Clinic& clinic) {
    return {"day", staff(), [clinic](const desk::Facts& facts, const desk::Parameters&) {
                return render_day(clinic, facts);
            }};
}

desk::View totals_view(const Clinic& clinic) {
    return {"totals", staff(), [clinic](const desk::Facts& facts, const desk::Parameters&) {
                return render_totals(clinic, facts);
            }};
}

}  // namespace wayside::day
