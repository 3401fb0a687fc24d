#include "node/care/capacity.hpp"

#include <algorithm>

#include "node/care/staffing.hpp"

namespace wayside::care {

namespace {

constexpr std::int32_t longest_minutes = 24 * 60;

Refusal says_no(const char* rule, const char* field, std::string detail) {
    return {Why::conflict, std::move(detail), rule, field};
}

/// One question about one placement, and the facts that every rule needs.
struct Check {
    const Setup& setup;
    const Zone& zone;
    std::span<const Placement> taken;
    const Placement& wanted;
    const Service& service;
    const Practitioner* practitioner;  // null only if the service needs no role and none is named
    WallCalendar calendar;

    [[nodiscard]] std::string wall(Timestamp at) const { return zone.local(at).time.text(); }
    [[nodiscard]] std::string wall(const Span& span) const {
        return wall(span.begin) + " to " + wall(span.end);
    }
};

/// "On 2026-03-02: 08:00 to 12:00, 13:00 to 17:00." for the spans that begin on the wanted date.
std::string spans_of_the_day(const Check& check, const std::vector<Span>& spans) {
    const LocalDate date = check.zone.local(check.wanted.start).date;
    std::string out;
    for (const Span& span : spans) {
        if (check.zone.local(span.begin).date != date) continue;
        out += (out.empty() ? "" : ", ") + check.wall(span);
    }
    return "On " + date.text() + ": " + (out.empty() ? "none" : out) + ".";
}

Result<void> check_hours(const Check& check) {
    const auto opening = check.calendar.opening(check.setup);
    if (any_holds(opening, check.wanted.span())) return {};
    return says_no("outside_hours", "start",
                   "the clinic is not open for all of " + check.wall(check.wanted.span()) +
                       ". Opening hours. " + spans_of_the_day(check, opening));
}

Result<void> check_practitioner(const Check& check) {
    if (check.practitioner == nullptr) return {};
    const Practitioner& who = *check.practitioner;
    const Span span = check.wanted.span();

    const auto shifts = check.calendar.shifts(who);
    if (!any_holds(shifts, span)) {
        return says_no("outside_shift", "start",
                       who.shown_name() + " does not work for all of " + check.wall(span) +
                           ". Shifts. " + spans_of_the_day(check, shifts));
    }
    const auto breaks = check.calendar.breaks(who);
    if (const Span* pause = find_meeting(breaks, span)) {
        return says_no("on_break", "start",
                       who.shown_name() + " has a break from " + check.wall(*pause) + ".");
    }
    for (const Placement& one : check.taken) {
        if (one.practitioner != who.id || !one.span().meets(span)) continue;
        return says_no("practitioner_taken", "practitioner",
                       who.shown_name() + " is taken from " + check.wall(one.span()) + ".");
    }
    return {};
}

Result<void> check_further_staff(const Check& check) {
    const auto shortage =
        find_staff_shortage(check.setup, check.calendar, check.taken, check.wanted);
    if (!shortage) return {};
    return says_no(
        "practitioner_taken", "start",
        "nobody else is free as " + shortage->role + " at " + check.wall(shortage->at) + ".");
}

/// How many of a kind are in use at the moment of `span` at which most are, and when that is.
/// Counts change where bookings begin; between, they only fall.
struct Peak {
    std::int32_t used = 0;
    Timestamp at;
};

Peak peak_use(const Check& check, const ServiceNeed& need) {
    const Span span = check.wanted.span();
    std::vector<Placement> running;
    for (const Placement& one : check.taken) {
        if (one.span().meets(span)) running.push_back(one);
    }
    const auto used_at = [&](Timestamp at) {
        std::int32_t used = 0;
        for (const Placement& one : running) {
            if (at < one.start || one.span().end <= at) continue;
            const Service* service = check.setup.find_service(one.service);
            if (service != nullptr) used += service->count_of(need.what, need.kind);
        }
        return used;
    };
    Peak out{used_at(span.begin), span.begin};
    for (const Placement& one : running) {
        if (one.start <= span.begin) continue;
        if (const auto used = used_at(one.start); used > out.used) out = {used, one.start};
    }
    return out;
}

Result<void> check_pools(const Check& check, ServiceNeed::What what, const char* rule) {
    for (const ServiceNeed& need : check.service.needs) {
        if (need.what != what) continue;
        const std::int32_t here = check.setup.count_of(what, need.kind);
        const Peak peak = peak_use(check, need);
        if (peak.used + need.count <= here) continue;
        const std::string noun = what == ServiceNeed::What::room ? " rooms" : "";
        return says_no(rule, "start",
                       std::to_string(peak.used) + " of " + std::to_string(here) + " " + need.kind +
                           noun + " are taken at " + check.wall(peak.at) + "; this needs " +
                           std::to_string(need.count) + ".");
    }
    return {};
}

}  // namespace

Result<void> check_placement(const Setup& setup, const Zone& zone, std::span<const Placement> taken,
                             const Placement& wanted, Timestamp now) {
    if (wanted.minutes < 1 || wanted.minutes > longest_minutes) {
        return Refusal{Why::invalid, "a booking takes 1 minute to 24 hours", "", "minutes"};
    }
    const Service* service = setup.find_service(wanted.service);
    if (service == nullptr) {
        return says_no("unknown_service", "service", "this clinic has no such service.");
    }
    const Practitioner* practitioner = setup.find_practitioner(wanted.practitioner);
    const bool needs_nobody = wanted.practitioner.empty() && !service->needs_a_role();
    if (practitioner == nullptr && !needs_nobody) {
        return says_no("unknown_practitioner", "practitioner",
                       "nobody of this id works at this clinic.");
    }
    if (service->needs_a_role() && !service->may_be_given_by(*practitioner)) {
        return says_no("wrong_role", "practitioner",
                       practitioner->shown_name() + " does not give " + service->name + ".");
    }
    if (wanted.start < now) {
        return says_no("in_the_past", "start", "this start is already past: choose a later one.");
    }

    const Check check{
        setup, zone, taken, wanted, *service, practitioner, WallCalendar(zone, wanted.span())};
    if (const auto hours = check_hours(check); !hours) return hours;
    if (const auto free = check_practitioner(check); !free) return free;
    if (const auto staff = check_further_staff(check); !staff) return staff;
    if (const auto rooms = check_pools(check, ServiceNeed::What::room, "pool_full"); !rooms) {
        return rooms;
    }
    return check_pools(check, ServiceNeed::What::equipment, "equipment_taken");
}

}  // namespace wayside::care
