// node/day/overbooking_view.cpp: into which slots of a day an extra patient is best booked, what
// that costs the others, and what is known of how many come.

#include <algorithm>

#include "node/day/overbooking.hpp"
#include "node/day/views.hpp"
#include "node/day/wish.hpp"

namespace wayside::day {

namespace {

namespace overbook = solver::overbook;
using desk::Json;

std::string parameter(const desk::Parameters& parameters, const char* name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? "" : found->second;
}

/// What was asked, with what it names found in the set-up.
struct Asked {
    care::LocalDate date;
    std::string service;  ///< empty: any
    std::vector<const care::Practitioner*> practitioners;
};

Refusal makes_no_sense(const char* rule, const char* field, const char* detail) {
    return {Why::invalid, detail, rule, field};
}

Result<Asked> asked_in(const Clinic& clinic, const desk::Parameters& given) {
    const auto date = care::LocalDate::parse(parameter(given, "date"));
    if (!date) {
        return makes_no_sense("no_such_date", "date", "a day is written as 2026-03-02");
    }
    Asked out{*date, parameter(given, "service"), {}};
    const care::Service* service = clinic.setup().find_service(out.service);
    if (service == nullptr && !out.service.empty()) {
        return makes_no_sense("unknown_service", "service", "this clinic has no such service");
    }
    const std::string named = parameter(given, "practitioner");
    for (const care::Practitioner& each : clinic.setup().practitioners) {
        if (!named.empty() && each.id != named) continue;
        if (service != nullptr && !service->may_be_given_by(each)) continue;
        out.practitioners.push_back(&each);
    }
    if (named.empty() || !out.practitioners.empty()) return out;
    if (clinic.setup().find_practitioner(named) == nullptr) {
        return makes_no_sense("unknown_practitioner", "practitioner",
                              "nobody of this id works at this clinic");
    }
    return makes_no_sense("wrong_role", "practitioner", "they do not give this service");
}

Json record_json(const booking::ShowRecord& record) {
    return {{"bookings", record.bookings()}, {"no_shows", record.missed}};
}

/// Minutes in thousandths, as the desk shows them: rounded to the nearest minute.
std::int64_t minutes_of(std::int64_t thousandths) {
    return (thousandths + 500) / 1'000;
}

Json expected_json(const overbook::Expected& expected) {
    return {{"wait_minutes", minutes_of(expected.wait)},
            {"idle_minutes", minutes_of(expected.idle)},
            {"overtime_minutes", minutes_of(expected.overtime)},
            {"cost", minutes_of(expected.cost)},
            {"overfull_ppm", expected.overfull_ppm}};
}

/// Slots that the service asked for could not be given in, whoever comes, take no extra either.
void close_what_does_not_fit(const booking::Diary& diary, const std::string& service,
                             Session& session) {
    auto& closed = session.settled.closed_slots;
    for (std::size_t slot = 0; slot < session.left.shows_ppm.size(); ++slot) {
        if (std::find(closed.begin(), closed.end(), slot) != closed.end()) continue;
        const booking::Wish wish{
            service, session.practitioner, diary.zone.local(session.slot_left(slot).begin), 0, {}};
        if (!booking::fit_extra(diary, wish)) closed.push_back(slot);
    }
}

/// The extras in order of their gain, each with what is to be expected once it and those before it
/// are booked.
Json extras_json(const Clinic& clinic, const Session& session, const overbook::Advice& advice) {
    Json out = Json::array();
    overbook::SlotSession booked = session.left;
    for (const std::size_t slot : advice.extra_slots) {
        booked.shows_ppm[slot].push_back(session.share.show_ppm());
        out.push_back({{"start", time_text(clinic, session.slot_left(slot).begin)},
                       {"with", expected_json(overbook::expected_of(booked, overbook_costs))}});
    }
    return out;
}

Json session_json(const Clinic& clinic, const booking::Diary& diary, const std::string& service,
                  Session session) {
    Json out{{"practitioner", session.practitioner},
             {"from", time_text(clinic, session.span.begin)},
             {"to", time_text(clinic, session.span.end)},
             {"slots", session.slots.size()},
             {"slot_minutes", session.left.slot_minutes},
             {"booked", session.booked},
             {"extras", session.extras},
             {"most_extras", overbook::most_extras(session.left, overbook_caps, session.settled)},
             {"no_show_ppm", session.share.no_show_ppm},
             {"basis", booking::name_of(session.share.basis)},
             {"record", record_json(session.share.record)},
             {"advised", Json::array()}};
    const auto left_open = [&](const char* why) { return out["stopped"] = why, out; };
    if (session.booked == 0) return left_open("nothing_booked");
    if (session.slots.size() > most_session_slots) return left_open("session_too_long");
    if (session.left.shows_ppm.empty()) return left_open("no_slot_left");
    if (!service.empty()) close_what_does_not_fit(diary, service, session);
    const std::int32_t show_ppm = session.share.show_ppm();
    require(overbook::fault_of(session.left, overbook_costs, overbook_caps, show_ppm) == nullptr,
            "a session of a real day is one that the solver takes");

    const auto advice = overbook::advise_extras(session.left, overbook_costs, overbook_caps,
                                                show_ppm, session.settled);
    out["without"] = expected_json(advice.without);
    out["with"] = expected_json(advice.with);
    out["advised"] = extras_json(clinic, session, advice);
    out["stopped"] = overbook::name_of(advice.stop);
    return out;
}

/// Why nobody has a session on that day, or none any more. With breaks and absences taken out, a
/// shift that is left to run has none only because of an absence (or one long break).
const char* reason_for_none(const Clinic& clinic, const desk::Facts& facts, const Asked& asked,
                            const care::WallCalendar& calendar) {
    const auto end = clinic.zone().clinic_day_end(asked.date, clinic.setup().day_begins);
    if (end <= facts.now) return "day_past";
    const auto opening = calendar.opening(clinic.setup());
    if (opening.empty()) return "clinic_closed";
    bool works = false;
    for (const care::Practitioner* each : asked.practitioners) {
        for (const care::Span& shift : care::shared(calendar.shifts(*each), opening)) {
            works = true;
            if (facts.now < shift.end) return "practitioner_absent";
        }
    }
    return works ? "day_past" : "no_shift";
}

Result<Json> render(const Clinic& clinic, const desk::Facts& facts, const desk::Parameters& given) {
    if (auto open = is_open(clinic); !open) return open.refusal();
    const auto asked = asked_in(clinic, given);
    if (!asked) return asked.refusal();
    const auto records = show_records(clinic, facts);
    const care::WallCalendar calendar(clinic.zone(), asked->date, asked->date);
    const booking::Diary diary = diary_of(clinic, facts);
    Json out{{"date", asked->date.text()},
             {"record_days", booking::record_days},
             {"record", record_json(records.all)},
             {"sessions", Json::array()}};
    for (const care::Practitioner* each : asked->practitioners) {
        for (Session& session : sessions_between(clinic, facts, records, *each, calendar)) {
            out["sessions"].push_back(
                session_json(clinic, diary, asked->service, std::move(session)));
        }
    }
    if (out["sessions"].empty()) {
        out["reason"] = reason_for_none(clinic, facts, *asked, calendar);
    }
    return out;
}

}  // namespace

desk::View overbooking_view(const Clinic& clinic) {
    return {"overbooking", staff(),
            [clinic](const desk::Facts& facts, const desk::Parameters& given) {
                return render(clinic, facts, given);
            }};
}

}  // namespace wayside::day
