#include "solver/plan/evaluate.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace wayside::solver::plan {

namespace {

using namespace problem;

/// One stage's hold on one resource.
struct Use {
    Span taken;   // with set-up and cleaning
    Span worked;  // the stage
    std::size_t visit = 0;
    Slot overrun = 0;  // slots more at its p80
};

const char* overlap_of(Kind kind) {
    switch (kind) {
        case Kind::practitioner:
            return "PRACTITIONER_OVERLAP";
        case Kind::room:
            return "ROOM_OVERLAP";
        case Kind::device:
            return "DEVICE_OVERLAP";
        case Kind::chair:
            return "CHAIR_OVERLAP";
        case Kind::bed:
            return "BED_OVERLAP";
        case Kind::support:
            return "SUPPORT_OVERLAP";
        case Kind::interpreter:
            return "INTERPRETER_OVERLAP";
    }
    return "OVERLAP";
}

Slot overrun_of(const Visit& visit, std::size_t stage) {
    if (stage >= visit.slots_p80.size()) return 0;
    return std::max(0, visit.slots_p80[stage] - visit.slots[stage]);
}

/// One plan under examination.
class Examination {
  public:
    Examination(const Problem& problem, const Plan& plan, const Disruption* disruption)
        : problem_(problem),
          plan_(plan),
          disruption_(disruption),
          uses_(problem.resources.size()),
          is_sound_(problem.visits.size(), false) {}

    Verdict judge() {
        for (std::size_t v = 0; v < problem_.visits.size(); ++v) {
            const bool is_planned = v < plan_.visits.size() && !plan_.visits[v].empty();
            is_sound_[v] = is_planned && has_shape(v);
            if (is_sound_[v]) check_visit(v);
            if (is_sound_[v] && disruption_ != nullptr) check_disruption(v);
        }
        check_resources();
        for (std::size_t v = 0; v < problem_.visits.size(); ++v) price_visit(v);
        for (std::size_t r = 0; r < problem_.resources.size(); ++r) {
            if (is_person(problem_.resources[r].kind)) price_person(r);
        }
        return std::move(verdict_);
    }

  private:
    void wrong(Hard hard, std::size_t visit, std::string detail, const char* name = nullptr) {
        verdict_.violations.push_back(
            {hard, visit, name == nullptr ? name_of(hard) : name, std::move(detail)});
    }
    bool has_shape(std::size_t v);
    void check_visit(std::size_t v);
    void check_use(std::size_t v, std::size_t k, const Need& need, std::size_t r);
    void check_person(std::size_t v, const Resource& person, Span worked);
    void check_disruption(std::size_t v);
    void check_resources();
    void price_visit(std::size_t v);
    void price_person(std::size_t r);
    void price_knock_on(const std::vector<Use>& uses, Slot from, Slot to);

    const Problem& problem_;
    const Plan& plan_;
    const Disruption* disruption_;
    std::vector<std::vector<Use>> uses_;
    std::vector<bool> is_sound_;
    Verdict verdict_;
};

bool Examination::has_shape(std::size_t v) {
    const Service& service = problem_.services[problem_.visits[v].service];
    const Placement& placement = plan_.visits[v];
    if (placement.size() != service.stages.size()) {
        wrong(Hard::stage_count, v, std::to_string(service.stages.size()) + " stages are needed");
        return false;
    }
    for (std::size_t k = 0; k < placement.size(); ++k) {
        if (placement[k].uses.size() != service.stages[k].needs.size()) {
            wrong(Hard::resource_count, v, "stage " + std::to_string(k + 1));
            return false;
        }
        for (const std::size_t r : placement[k].uses) {
            if (r < problem_.resources.size()) continue;
            wrong(Hard::unknown_resource, v, "stage " + std::to_string(k + 1));
            return false;
        }
    }
    return true;
}

void Examination::check_visit(std::size_t v) {
    const Visit& visit = problem_.visits[v];
    const Service& service = problem_.services[visit.service];
    const Placement& placement = plan_.visits[v];
    const Slot first = placement.front().start;
    if (first < visit.earliest) wrong(Hard::earliest, v, "starts at " + std::to_string(first));
    if (first > visit.latest) wrong(Hard::latest, v, "starts at " + std::to_string(first));
    for (std::size_t k = 0; k < placement.size(); ++k) {
        if (k > 0) {
            const Slot gap = placement[k].start - placement[k - 1].start - visit.slots[k - 1];
            const std::string detail =
                "stage " + std::to_string(k + 1) + " after " + std::to_string(gap) + " slots";
            if (gap < service.stages[k].gap_least) wrong(Hard::stage_order, v, detail);
            if (gap > service.stages[k].gap_most) wrong(Hard::stage_gap, v, detail);
        }
        for (std::size_t n = 0; n < placement[k].uses.size(); ++n) {
            check_use(v, k, service.stages[k].needs[n], placement[k].uses[n]);
        }
    }
}

void Examination::check_person(std::size_t v, const Resource& person, Span worked) {
    const auto is_in = [worked](const Shift& shift) {
        return shift.span.begin <= worked.begin && worked.end <= shift.span.end + shift.overtime;
    };
    if (std::none_of(person.shifts.begin(), person.shifts.end(), is_in)) {
        wrong(Hard::shift, v, person.id);
    }
    for (const Span rest : person.breaks) {
        if (rest.meets(worked)) wrong(Hard::rest, v, person.id);
    }
}

void Examination::check_use(std::size_t v, std::size_t k, const Need& need, std::size_t r) {
    const Resource& resource = problem_.resources[r];
    const Service& service = problem_.services[problem_.visits[v].service];
    const Slot start = plan_.visits[v][k].start;
    const Span worked{start, start + problem_.visits[v].slots[k]};
    Span taken = worked;
    if (resource.kind != need.kind) {
        wrong(Hard::wrong_type, v, resource.id);
        return;
    }
    const bool is_in_group =
        std::find(need.groups.begin(), need.groups.end(), resource.group) != need.groups.end();
    if (is_person(resource.kind)) {
        if (!is_in_group) wrong(Hard::role, v, resource.id + ", a " + resource.group);
        Need bare = need;
        for (const std::string& credential : need.credentials) {
            bare.groups = {resource.group};
            bare.credentials = {credential};
            if (suits_until(resource, bare, service) < worked.end) {
                wrong(Hard::credential, v, resource.id + ", who lacks " + credential);
            }
        }
        check_person(v, resource, worked);
    } else {
        if (!is_in_group) wrong(Hard::kind, v, resource.id + " of kind " + resource.group);
        taken = {worked.begin - need.setup, worked.end + need.clean + resource.clean};
    }
    const bool has_begun = disruption_ != nullptr && start < disruption_->from;
    for (const Span closed : resource.closed) {
        if (closed.meets(taken)) wrong(Hard::closed, v, resource.id);
    }
    if (taken.begin < 0 || taken.end > problem_.slots) wrong(Hard::horizon, v, resource.id);
    if (disruption_ != nullptr && !has_begun) {
        for (const Closure& closure : disruption_->closures) {
            if (closure.resource == r && closure.span.meets(taken)) {
                wrong(Hard::closed, v, resource.id);
            }
        }
    }
    uses_[r].push_back({taken, worked, v, overrun_of(problem_.visits[v], k)});
}

void Examination::check_disruption(std::size_t v) {
    const Slot now = disruption_->from;
    const Placement& placement = plan_.visits[v];
    const Placement announced =
        v < disruption_->announced.visits.size() ? disruption_->announced.visits[v] : Placement{};
    for (std::size_t k = 0; k < placement.size(); ++k) {
        const bool had_begun = k < announced.size() && announced[k].start < now;
        const std::string stage = "stage " + std::to_string(k + 1);
        if (had_begun && placement[k] != announced[k]) wrong(Hard::frozen, v, stage);
        if (placement[k].start < now && !had_begun) wrong(Hard::past, v, stage);
        for (const Absence& absence : disruption_->absences) {
            const auto& uses = placement[k].uses;
            const bool is_used =
                std::find(uses.begin(), uses.end(), absence.resource) != uses.end();
            if (is_used && placement[k].start >= absence.from) wrong(Hard::absent, v, stage);
        }
    }
}

void Examination::check_resources() {
    for (std::size_t r = 0; r < uses_.size(); ++r) {
        auto& uses = uses_[r];
        std::sort(uses.begin(), uses.end(), [](const Use& a, const Use& b) {
            return std::tuple(a.taken.begin, a.taken.end, a.visit) <
                   std::tuple(b.taken.begin, b.taken.end, b.visit);
        });
        Slot worked = 0;
        for (std::size_t i = 0; i < uses.size(); ++i) {
            worked += uses[i].worked.length();
            for (std::size_t j = i + 1; j < uses.size(); ++j) {
                if (uses[j].taken.begin >= uses[i].taken.end) break;
                wrong(Hard::overlap, uses[j].visit, problem_.resources[r].id,
                      overlap_of(problem_.resources[r].kind));
            }
        }
        if (is_person(problem_.resources[r].kind) &&
            worked > problem_.resources[r].contract_slots) {
            wrong(Hard::contract, uses.back().visit, problem_.resources[r].id);
        }
    }
}

void Examination::price_visit(std::size_t v) {
    const Visit& visit = problem_.visits[v];
    const Weights& weights = problem_.weights;
    Costs& costs = verdict_.costs;
    if (!is_sound_[v]) {
        ++costs.left_out;
        const Cost price = weights.unserved[static_cast<std::size_t>(visit.urgency)];
        (visit.urgency == Urgency::urgent ? costs.unserved_urgent : costs.unserved) += price;
        return;
    }
    const Placement& placement = plan_.visits[v];
    const Slot first = placement.front().start;
    const Slot late = std::max(0, first - visit.wish_to);
    costs.wait += weights.wait * (late + std::max(0, visit.wish_from - first));
    for (std::size_t k = 1; k < placement.size(); ++k) {
        const Slot gap = placement[k].start - placement[k - 1].start - visit.slots[k - 1];
        costs.wait += weights.wait * std::max(0, gap);
    }
    costs.fairness += weights.long_wait * std::max(0, late - weights.long_wait_after);
    const Service& service = problem_.services[visit.service];
    const Resource& lead =
        problem_.resources[placement[service.lead_stage].uses[service.lead_need]];
    costs.wish += weights.wish * unmet_wishes(visit, lead);
    const auto& days = visit.wishes.days;
    const auto is_met = [first](Span day) { return day.holds(first); };
    if (!days.empty() && std::none_of(days.begin(), days.end(), is_met)) {
        costs.wish += weights.wish;
    }
    if (disruption_ == nullptr || v >= disruption_->announced.visits.size()) return;
    if (is_moved(problem_, disruption_->announced.visits[v], placement)) {
        ++costs.moves;
        costs.moved += weights.moved;
    }
}

/// `uses` of one person in order; one shift's lie in [from, to).
void Examination::price_knock_on(const std::vector<Use>& uses, Slot from, Slot to) {
    for (std::size_t i = 0; i + 1 < uses.size(); ++i) {
        const Use& use = uses[i];
        const Slot next = uses[i + 1].worked.begin;
        if (use.worked.begin < from || next >= to) continue;
        const Cost late = std::max(0, use.worked.end + use.overrun - next);
        const Cost show = problem_.visits[use.visit].show_percent;
        verdict_.costs.knock_on += problem_.weights.knock_on * late * show / 100;
    }
}

void Examination::price_person(std::size_t r) {
    const Resource& person = problem_.resources[r];
    const Weights& weights = problem_.weights;
    Costs& costs = verdict_.costs;
    Slot worked = 0;
    for (const Use& use : uses_[r]) worked += use.worked.length();
    for (std::size_t s = 0; s < person.shifts.size(); ++s) {
        const Slot from = s == 0 ? 0 : person.shifts[s].span.begin;
        const Slot to = s + 1 == person.shifts.size() ? never : person.shifts[s + 1].span.begin;
        Slot first = never;
        Slot last = -1;
        Slot sum = 0;
        for (const Use& use : uses_[r]) {
            if (use.worked.begin < from || use.worked.begin >= to) continue;
            first = std::min(first, use.worked.begin);
            last = std::max(last, use.worked.end);
            sum += use.worked.length();
        }
        if (last < 0) continue;
        Slot rest = 0;
        for (const Span pause : person.breaks) {
            rest += std::max(0, std::min(pause.end, last) - std::max(pause.begin, first));
        }
        costs.idle += weights.idle * std::max(0, last - first - rest - sum);
        costs.overtime += weights.overtime * std::max(0, last - person.shifts[s].span.end);
        price_knock_on(uses_[r], from, to);
    }
    const Slot paid = paid_slots(person);
    const Slot most = (paid * weights.use_most_percent + 99) / 100;
    costs.use += weights.over_use * std::max(0, worked - most);
    costs.use += weights.under_use * std::max(0, paid * weights.use_least_percent / 100 - worked);
    if (weights.beyond_share != 0) {
        costs.fairness += weights.beyond_share * std::max(0, worked - fair_shares(problem_)[r]);
    }
}

}  // namespace

bool is_moved(const Problem& problem, const Placement& announced, const Placement& planned) {
    if (announced.empty() || planned.empty()) return false;
    if (announced.size() != planned.size()) return true;
    const auto people = [&](const StagePlacement& stage) {
        std::vector<std::size_t> found;
        for (const std::size_t r : stage.uses) {
            if (is_person(problem.resources[r].kind)) found.push_back(r);
        }
        return found;
    };
    for (std::size_t k = 0; k < planned.size(); ++k) {
        if (announced[k].start != planned[k].start) return true;
        if (people(announced[k]) != people(planned[k])) return true;
    }
    return false;
}

Verdict evaluate(const Problem& problem, const Plan& plan) {
    return Examination(problem, plan, nullptr).judge();
}

Verdict evaluate(const Problem& problem, const Plan& plan, const Disruption& disruption) {
    return Examination(problem, plan, &disruption).judge();
}

}  // namespace wayside::solver::plan
