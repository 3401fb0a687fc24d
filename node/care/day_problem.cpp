#include "node/care/day_problem.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

#include "node/care/staffing.hpp"

namespace wayside::care {

namespace {

namespace problem = solver::problem;
using problem::Slot;

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t coarse_minutes = 5;

/// Urgencies stand for who may be left out here: `routine` a walk-in, who is called in a gap and
/// moves nobody; `soon` whom the outage strikes; `urgent` whose place stands, and emergencies: no
/// number of the struck is worth one of those.
constexpr problem::Weights weights{
    .wait = 1, .wish = 3, .unserved = {15, 1'000, 1'000'000}, .moved = 20};

/// A person of several roles has a group of their own, and needs list every group that has the
/// role.
std::string group_of(const Practitioner& who) {
    std::string out;
    for (const std::string& role : who.roles) out += (out.empty() ? "" : "+") + role;
    return out;
}

Span span_of_day(const Setup& setup, const Zone& zone, LocalDate date) {
    return {zone.clinic_day_begin(date, setup.day_begins),
            zone.clinic_day_end(date, setup.day_begins)};
}

class DayBuilder {
  public:
    DayBuilder(const Setup& setup, const Zone& zone, const Span& day,
               std::span<const DayVisit> visits, const Outage& outage)
        : setup_(setup), day_(day), visits_(visits), outage_(outage), calendar_(zone, day) {}

    DayProblem build() {
        lay_out_time();
        add_people();
        add_things();
        for (const Service& service : setup_.services) add_service(service);
        seat_everybody();
        for (std::size_t i = 0; i < visits_.size(); ++i) add_visit(i);
        out_.problem.weights = weights;
        out_.disruption.from = up(outage_.span.begin);
        const auto who = person_.at(outage_.practitioner);
        out_.disruption.closures.push_back({who, slots_of(outage_.span)});
        return std::move(out_);
    }

  private:
    /// A visit's seat, as far as it is found.
    struct Seating {
        Standing standing = Standing::fixed;
        problem::Span span;
        std::vector<std::size_t> uses;
        std::size_t named = 0;
        bool is_whole = false;
    };

    [[nodiscard]] std::int64_t minutes(Timestamp at) const {
        return (at.ms - out_.slot_zero.ms) / minute_ms;
    }
    [[nodiscard]] Slot down(Timestamp at) const {
        return static_cast<Slot>(std::max<std::int64_t>(minutes(at), 0) /
                                 out_.problem.slot_minutes);
    }
    [[nodiscard]] Slot up(Timestamp at) const {
        const Slot slot = down(at);
        return out_.instant(slot) < at ? slot + 1 : slot;
    }
    [[nodiscard]] problem::Span slots_of(const Span& span) const {
        const Slot end = std::min(up(span.end), out_.problem.slots);
        return {std::min(down(span.begin), end), end};
    }

    [[nodiscard]] std::vector<Span> work_of(const Practitioner& who) const {
        const auto opening = calendar_.opening(setup_);
        return shared(shared(calendar_.shifts(who), opening), std::vector<Span>{day_});
    }

    /// The horizon and the length of a slot.
    void lay_out_time() {
        Span horizon{outage_.span.begin, {outage_.span.begin.ms + minute_ms}};
        std::vector<Timestamp> edges;
        const auto take = [&](const Span& span) {
            if (!span.meets(day_)) return;
            horizon.begin = std::min(horizon.begin, span.begin);
            horizon.end = std::max(horizon.end, span.end);
            edges.push_back(span.begin);
            edges.push_back(span.end);
        };
        for (const Practitioner& who : setup_.practitioners) {
            for (const Span& span : work_of(who)) take(span);
            for (const Span& span : calendar_.breaks(who)) {
                if (span.meets(day_)) edges.insert(edges.end(), {span.begin, span.end});
            }
        }
        for (const DayVisit& visit : visits_) {
            // What is no service of this clinic fills no time beyond its shifts.
            if (visit.standing == Standing::waiting || visit.placement.service.empty()) continue;
            take(visit.placement.span());
        }
        horizon.begin = std::max(horizon.begin, day_.begin);
        horizon.end = std::min(horizon.end, day_.end);
        out_.slot_zero = {horizon.begin.ms - horizon.begin.ms % (coarse_minutes * minute_ms)};

        std::int64_t length = coarse_minutes;
        for (const Timestamp at : edges) length = std::gcd(length, minutes(at));
        for (const DayVisit& visit : visits_) length = std::gcd(length, visit.placement.minutes);
        out_.problem.slot_minutes = static_cast<int>(length);
        out_.problem.slots = problem::most_slots;
        out_.problem.slots = up(horizon.end);
    }

    void add_people() {
        for (const Practitioner& who : setup_.practitioners) {
            problem::Resource one;
            one.id = who.id;
            one.group = group_of(who);
            for (const Span& span : work_of(who)) {
                if (!slots_of(span).length()) continue;
                one.shifts.push_back({slots_of(span), 0});
            }
            for (const Span& span : calendar_.breaks(who)) {
                if (span.meets(day_)) one.breaks.push_back(slots_of(span));
            }
            person_[who.id] = out_.problem.resources.size();
            out_.problem.resources.push_back(std::move(one));
        }
    }

    void add_things() {
        const auto add = [&](const std::vector<Thing>& things, problem::Kind kind) {
            for (const Thing& thing : things) {
                problem::Resource one;
                one.id = thing.id;
                one.kind = kind;
                one.group = thing.kind;
                out_.problem.resources.push_back(std::move(one));
            }
        };
        add(setup_.rooms, problem::Kind::room);
        add(setup_.equipment, problem::Kind::device);
    }

    void add_service(const Service& service) {
        problem::Stage stage;
        for (const ServiceNeed& need : service.needs) {
            problem::Need one;
            one.groups = {need.kind};
            switch (need.what) {
                case ServiceNeed::What::role:
                    one.groups = groups_with(need.kind);
                    break;
                case ServiceNeed::What::room:
                    one.kind = problem::Kind::room;
                    break;
                case ServiceNeed::What::equipment:
                    one.kind = problem::Kind::device;
                    break;
            }
            stage.needs.insert(stage.needs.end(), static_cast<std::size_t>(need.count), one);
        }
        // The lead is a person where there is one.
        const auto lead = std::find_if(stage.needs.begin(), stage.needs.end(), [](const auto& one) {
            return problem::is_person(one.kind);
        });
        const auto at = lead == stage.needs.end() ? 0 : lead - stage.needs.begin();
        out_.problem.services.push_back(
            {service.id, service.name, {std::move(stage)}, 0, static_cast<std::size_t>(at)});
    }

    [[nodiscard]] std::vector<std::string> groups_with(const std::string& role) const {
        std::vector<std::string> out;
        for (const Practitioner& who : setup_.practitioners) {
            if (who.has_role(role)) out.push_back(group_of(who));
        }
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }

    /// Fixed visits take their people first, then promised ones; then all, in order of start, what
    /// a pool gives: so nobody lacks a room that the count says is there.
    void seat_everybody() {
        busy_.resize(out_.problem.resources.size());
        seatings_.resize(visits_.size());
        std::vector<std::size_t> order(visits_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (const std::size_t i : order) begin_seating(i);
        for (const auto standing : {Standing::fixed, Standing::promised}) {
            for (const std::size_t i : order) {
                if (seatings_[i].standing == standing) seat_named(i);
            }
        }
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return seatings_[a].span.begin < seatings_[b].span.begin;
        });
        for (const std::size_t i : order) seat_others(i);
    }

    void begin_seating(std::size_t i) {
        const DayVisit& visit = visits_[i];
        Seating& seating = seatings_[i];
        seating.standing = visit.standing;
        if (visit.standing == Standing::waiting || visit.standing == Standing::homeless) return;
        seating.span = slots_of(visit.placement.span());
        const bool has_begun = visit.placement.start < outage_.span.begin;
        if (has_begun || find_service(visit) == nullptr) seating.standing = Standing::fixed;
    }

    void seat_named(std::size_t i) {
        Seating& seating = seatings_[i];
        const problem::Service* service = find_service(visits_[i]);
        const auto who = person_.find(visits_[i].placement.practitioner);
        const std::size_t needs = service == nullptr ? 0 : service->stages.front().needs.size();
        seating.uses.assign(needs, nobody);
        seating.is_whole = service != nullptr;
        if (who == person_.end()) return;
        const bool is_free = may_take(who->second, seating.span);
        if (is_free || seating.standing == Standing::fixed) {
            busy_[who->second].push_back(seating.span);
        }
        if (!is_free) seating.is_whole = false;
        for (std::size_t n = 0; n < needs; ++n) {
            const auto& need = service->stages.front().needs[n];
            if (!suits(who->second, need, *service)) continue;
            seating.uses[n] = who->second;
            seating.named = n;
            return;
        }
        seating.is_whole = false;
        if (seating.standing == Standing::fixed) seating.uses.push_back(who->second);
    }

    void seat_others(std::size_t i) {
        Seating& seating = seatings_[i];
        const problem::Service* service = find_service(visits_[i]);
        if (service == nullptr || seating.uses.empty()) return;
        if (seating.standing == Standing::promised && !seating.is_whole) return;
        for (std::size_t n = 0; n < seating.uses.size(); ++n) {
            if (seating.uses[n] != nobody) continue;
            const auto& need = service->stages.front().needs[n];
            const auto found = find_free(need, *service, seating.span);
            if (!found) {
                seating.is_whole = false;
                continue;
            }
            seating.uses[n] = *found;
            busy_[*found].push_back(seating.span);
        }
    }

    [[nodiscard]] std::optional<std::size_t> find_free(const problem::Need& need,
                                                       const problem::Service& service,
                                                       problem::Span span) const {
        for (std::size_t r = 0; r < out_.problem.resources.size(); ++r) {
            if (suits(r, need, service) && may_take(r, span)) return r;
        }
        return std::nullopt;
    }

    [[nodiscard]] bool suits(std::size_t resource, const problem::Need& need,
                             const problem::Service& service) const {
        return problem::suits_until(out_.problem.resources[resource], need, service) > 0;
    }

    [[nodiscard]] bool may_take(std::size_t resource, problem::Span span) const {
        const problem::Resource& one = out_.problem.resources[resource];
        const auto meets = [span](const problem::Span& other) { return other.meets(span); };
        if (std::any_of(busy_[resource].begin(), busy_[resource].end(), meets)) return false;
        if (!problem::is_person(one.kind)) return true;
        if (std::any_of(one.breaks.begin(), one.breaks.end(), meets)) return false;
        return std::any_of(one.shifts.begin(), one.shifts.end(), [span](const auto& shift) {
            return shift.span.begin <= span.begin && span.end <= shift.span.end;
        });
    }

    [[nodiscard]] const problem::Service* find_service(const DayVisit& visit) const {
        for (const problem::Service& service : out_.problem.services) {
            if (service.id == visit.placement.service) return &service;
        }
        return nullptr;
    }

    void add_visit(std::size_t i) {
        const DayVisit& visit = visits_[i];
        const problem::Service* service = find_service(visit);
        Seating& seating = seatings_[i];
        if (seating.standing == Standing::fixed) {
            for (const std::size_t use : seating.uses) {
                const bool takes = use != nobody && seating.span.length() > 0;
                if (takes) out_.problem.resources[use].closed.push_back(seating.span);
            }
            return;
        }
        if (service == nullptr) return;
        const bool is_struck = visit.placement.practitioner == outage_.practitioner &&
                               visit.placement.span().meets(outage_.span);
        const bool is_announced = seating.standing == Standing::promised && seating.is_whole;
        if (seating.standing == Standing::promised && !is_announced && !is_struck) return;

        out_.problem.visits.push_back(wanted(visit, *service));
        if (is_announced && !is_struck) {
            out_.problem.visits.back().urgency = problem::Urgency::urgent;
        }
        out_.visits.push_back(i);
        out_.named.push_back(is_announced ? seating.named : service->lead_need);
        problem::Placement announced;
        if (is_announced) announced.push_back({seating.span.begin, seating.uses});
        if (!is_announced && (is_struck || visit.standing == Standing::homeless)) {
            out_.disruption.emergencies.push_back(out_.visits.size() - 1);
        }
        out_.disruption.announced.visits.push_back(std::move(announced));
    }

    [[nodiscard]] problem::Visit wanted(const DayVisit& visit,
                                        const problem::Service& service) const {
        problem::Visit out;
        const bool has_place = visit.standing != Standing::waiting;
        const Slot from = up(outage_.span.begin);
        const Slot told = has_place ? down(visit.placement.start) : from;
        const auto length = static_cast<Slot>(visit.placement.minutes / out_.problem.slot_minutes);
        out.id = std::to_string(out_.problem.visits.size());
        out.service = static_cast<std::size_t>(&service - out_.problem.services.data());
        out.slots = {std::max(length, 1)};
        out.urgency = has_place ? problem::Urgency::soon : problem::Urgency::routine;
        if (visit.is_urgent) out.urgency = problem::Urgency::urgent;
        const Slot notice = from + notice_minutes / out_.problem.slot_minutes;
        out.earliest = visit.has_come ? from : std::max(from, std::min(told, notice));
        out.latest = std::max(out_.problem.slots - out.slots.front(), out.earliest);
        out.wish_from = out.wish_to = told;
        if (visit.placement.practitioner != outage_.practitioner) {
            out.wishes.practitioner = visit.placement.practitioner;
        }
        return out;
    }

    static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

    const Setup& setup_;
    Span day_;
    std::span<const DayVisit> visits_;
    const Outage& outage_;
    WallCalendar calendar_;
    std::map<std::string, std::size_t> person_;  // by id: their place among the resources
    std::vector<std::vector<problem::Span>> busy_;
    std::vector<Seating> seatings_;
    DayProblem out_;
};

}  // namespace

Result<DayProblem> build_day_problem(const Setup& setup, const Zone& zone, LocalDate date,
                                     std::span<const DayVisit> visits, const Outage& outage) {
    if (setup.find_practitioner(outage.practitioner) == nullptr) {
        return Refusal{Why::not_found, "nobody of this id works at this clinic",
                       "unknown_practitioner", "practitioner"};
    }
    const Span day = span_of_day(setup, zone, date);
    if (outage.span.begin < day.begin || !(outage.span.begin < outage.span.end) ||
        !(outage.span.begin < day.end)) {
        return Refusal{Why::invalid, "an absence begins within its day and ends after it began", "",
                       "until"};
    }
    return DayBuilder(setup, zone, day, visits, outage).build();
}

std::vector<PlannedVisit> visits_in(const DayProblem& problem, std::span<const DayVisit> given,
                                    const solver::problem::Plan& plan) {
    std::vector<PlannedVisit> out;
    for (std::size_t v = 0; v < problem.visits.size(); ++v) {
        PlannedVisit one{problem.visits[v], std::nullopt};
        const solver::problem::Placement& stages = plan.visits[v];
        if (!stages.empty()) {
            one.placement = given[one.visit].placement;
            one.placement->start = problem.instant(stages.front().start);
            const auto& who = problem.problem.resources[stages.front().uses[problem.named[v]]];
            const bool is_person = solver::problem::is_person(who.kind);
            one.placement->practitioner = is_person ? who.id : "";
        }
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace wayside::care
