#include "node/care/setup.hpp"

#include <algorithm>

namespace wayside::care {

namespace {

template <class Named>
const Named* find_by_id(const std::vector<Named>& all, std::string_view id) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.id == id; });
    return found == all.end() ? nullptr : &*found;
}

std::int32_t count_kind(const std::vector<Thing>& things, std::string_view kind) {
    return static_cast<std::int32_t>(std::count_if(
        things.begin(), things.end(), [&](const Thing& one) { return one.kind == kind; }));
}

}  // namespace

bool Practitioner::has_role(std::string_view role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::int32_t Service::count_of(ServiceNeed::What what, std::string_view kind) const {
    for (const ServiceNeed& need : needs) {
        if (need.what == what && need.kind == kind) return need.count;
    }
    return 0;
}

bool Service::needs_a_role() const {
    return std::any_of(needs.begin(), needs.end(), [](const ServiceNeed& need) {
        return need.what == ServiceNeed::What::role;
    });
}

bool Service::may_be_given_by(const Practitioner& practitioner) const {
    return std::any_of(needs.begin(), needs.end(), [&](const ServiceNeed& need) {
        return need.what == ServiceNeed::What::role && practitioner.has_role(need.kind);
    });
}

const Practitioner* Setup::find_practitioner(std::string_view id) const {
    return find_by_id(practitioners, id);
}

const Service* Setup::find_service(std::string_view id) const {
    return find_by_id(services, id);
}

std::int32_t Setup::count_of(ServiceNeed::What what, std::string_view kind) const {
    switch (what) {
        case ServiceNeed::What::role:
            return static_cast<std::int32_t>(
                std::count_if(practitioners.begin(), practitioners.end(),
                              [&](const Practitioner& one) { return one.has_role(kind); }));
        case ServiceNeed::What::room:
            return count_kind(rooms, kind);
        case ServiceNeed::What::equipment:
            return count_kind(equipment, kind);
    }
    return 0;
}

char Setup::ticket_letter(std::string_view screen) const {
    for (const TicketLetter& one : ticket_letters) {
        if (one.screen == screen) return one.letter;
    }
    return other_ticket_letter;
}

}  // namespace wayside::care
