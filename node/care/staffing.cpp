#include "node/care/staffing.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace wayside::care {

namespace {

/// A practitioner's time at work around a booking.
struct WorkTime {
    const Practitioner* practitioner;
    std::vector<Span> shifts;
    std::vector<Span> breaks;

    [[nodiscard]] bool is_there(Timestamp at) const {
        const Span moment{at, {at.ms + 1}};
        return any_holds(shifts, moment) && find_meeting(breaks, moment) == nullptr;
    }
};

/// Kuhn's augmenting paths: gives each demand a person of its own.
class Assignment {
  public:
    Assignment(std::span<const std::string> roles, std::span<const Practitioner* const> people)
        : roles_(roles), people_(people), demand_of_(people.size()) {}

    /// The first role that finds nobody; empty if all are filled.
    std::optional<std::string> find_unfilled() {
        for (std::size_t demand = 0; demand < roles_.size(); ++demand) {
            std::vector<bool> seen(people_.size(), false);
            if (!fill(demand, seen)) return roles_[demand];
        }
        return std::nullopt;
    }

  private:
    bool fill(std::size_t demand, std::vector<bool>& seen) {
        for (std::size_t i = 0; i < people_.size(); ++i) {
            if (seen[i] || !people_[i]->has_role(roles_[demand])) continue;
            seen[i] = true;
            if (demand_of_[i] && !fill(*demand_of_[i], seen)) continue;
            demand_of_[i] = demand;
            return true;
        }
        return false;
    }

    std::span<const std::string> roles_;
    std::span<const Practitioner* const> people_;
    std::vector<std::optional<std::size_t>> demand_of_;
};

/// The moments inside `span` at which somebody comes, goes or is taken, and its own beginning.
std::vector<Timestamp> moments_of_change(const Span& span, std::span<const Placement> running,
                                         std::span<const WorkTime> work_times) {
    std::vector<Timestamp> out{span.begin};
    const auto add = [&](Timestamp at) {
        if (span.begin < at && at < span.end) out.push_back(at);
    };
    for (const Placement& one : running) add(one.start), add(one.span().end);
    for (const WorkTime& work : work_times) {
        for (const Span& shift : work.shifts) add(shift.begin), add(shift.end);
        for (const Span& pause : work.breaks) add(pause.begin), add(pause.end);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

std::vector<std::string> further_roles(const Setup& setup, const Placement& placement) {
    std::vector<std::string> out;
    const Service* service = setup.find_service(placement.service);
    if (service == nullptr) return out;
    const Practitioner* named = setup.find_practitioner(placement.practitioner);
    bool is_named_used = named == nullptr;
    for (const ServiceNeed& need : service->needs) {
        if (need.what != ServiceNeed::What::role) continue;
        const bool fills_one = !is_named_used && named->has_role(need.kind);
        is_named_used |= fills_one;
        out.insert(out.end(), static_cast<std::size_t>(need.count - (fills_one ? 1 : 0)),
                   need.kind);
    }
    return out;
}

std::optional<StaffShortage> find_staff_shortage(const Setup& setup, const WallCalendar& calendar,
                                                 std::span<const Placement> taken,
                                                 const Placement& wanted) {
    std::vector<Placement> running{wanted};
    for (const Placement& one : taken) {
        if (one.span().meets(wanted.span())) running.push_back(one);
    }
    const bool needs_anybody =
        std::any_of(running.begin(), running.end(),
                    [&](const Placement& one) { return !further_roles(setup, one).empty(); });
    if (!needs_anybody) return std::nullopt;

    std::vector<WorkTime> work_times;
    for (const Practitioner& one : setup.practitioners) {
        work_times.push_back({&one, calendar.shifts(one), calendar.breaks(one)});
    }
    for (const Timestamp at : moments_of_change(wanted.span(), running, work_times)) {
        std::vector<std::string> roles;
        std::vector<std::string> named;
        for (const Placement& one : running) {
            if (at < one.start || one.span().end <= at) continue;
            named.push_back(one.practitioner);
            for (std::string& role : further_roles(setup, one)) roles.push_back(std::move(role));
        }
        std::vector<const Practitioner*> free;
        for (const WorkTime& work : work_times) {
            const bool is_named =
                std::find(named.begin(), named.end(), work.practitioner->id) != named.end();
            if (!is_named && work.is_there(at)) free.push_back(work.practitioner);
        }
        if (auto role = Assignment(roles, free).find_unfilled()) return StaffShortage{at, *role};
    }
    return std::nullopt;
}

}  // namespace wayside::care
