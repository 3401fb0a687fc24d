#include "solver/problem/problem.hpp"

#include <algorithm>
#include <map>

namespace wayside::solver::problem {

namespace {

bool has(const std::vector<std::string>& list, const std::string& wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

/// Until when `resource` holds a credential of this name that covers `service`; 0 where it does
/// not.
Slot holds_until(const Resource& resource, const std::string& name, const Service& service) {
    Slot until = 0;
    for (const Credential& credential : resource.credentials) {
        const bool covers = credential.services.empty() || has(credential.services, service.id);
        if (credential.name == name && covers) until = std::max(until, credential.expires);
    }
    return until;
}

}  // namespace

Slot suits_until(const Resource& resource, const Need& need, const Service& service) {
    if (resource.kind != need.kind || !has(need.groups, resource.group)) return 0;
    Slot until = never;
    for (const std::string& credential : need.credentials) {
        until = std::min(until, holds_until(resource, credential, service));
    }
    return until;
}

Slot paid_slots(const Resource& person) {
    Slot paid = 0;
    for (const Shift& shift : person.shifts) {
        paid += shift.span.length();
        for (const Span rest : person.breaks) {
            paid -= std::max(
                0, std::min(rest.end, shift.span.end) - std::max(rest.begin, shift.span.begin));
        }
    }
    return paid;
}

std::vector<Slot> fair_shares(const Problem& problem) {
    std::map<std::string, std::int64_t> asked;
    std::map<std::string, std::int64_t> paid;
    for (const Visit& visit : problem.visits) {
        const Service& service = problem.services[visit.service];
        for (std::size_t k = 0; k < service.stages.size(); ++k) {
            for (const Need& need : service.stages[k].needs) {
                if (is_person(need.kind) && !need.groups.empty()) {
                    asked[need.groups.front()] += visit.slots[k];
                }
            }
        }
    }
    for (const Resource& resource : problem.resources) {
        if (is_person(resource.kind)) paid[resource.group] += paid_slots(resource);
    }
    std::vector<Slot> shares(problem.resources.size(), 0);
    for (std::size_t r = 0; r < shares.size(); ++r) {
        const Resource& resource = problem.resources[r];
        const std::int64_t whole = is_person(resource.kind) ? paid[resource.group] : 0;
        if (whole <= 0) continue;
        const std::int64_t part = asked[resource.group] * paid_slots(resource);
        shares[r] = static_cast<Slot>((part + whole - 1) / whole);
    }
    return shares;
}

int unmet_wishes(const Visit& visit, const Resource& resource) {
    const Wishes& wishes = visit.wishes;
    int unmet = 0;
    if (!wishes.practitioner.empty() && wishes.practitioner != resource.id) ++unmet;
    if (!wishes.sex.empty() && wishes.sex != resource.sex) ++unmet;
    if (!wishes.language.empty() && !has(resource.languages, wishes.language)) ++unmet;
    if (!wishes.site.empty() && wishes.site != resource.site) ++unmet;
    return unmet;
}

}  // namespace wayside::solver::problem
