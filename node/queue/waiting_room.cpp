#include "node/queue/waiting_room.hpp"

#include <algorithm>

namespace wayside::queue {

namespace {

using solver::queue::minute_ms;
using solver::queue::WaitingRoom;

std::size_t class_of(const std::string& triage, const care::TriageScale& scale) {
    const care::TriageClass& counts = scale.effective(triage);
    const auto found = std::find(scale.classes.begin(), scale.classes.end(), counts);
    return static_cast<std::size_t>(found - scale.classes.begin());
}

/// Twice the minutes of the set-up are seldom needed, four in five take at most seven fifths.
solver::queue::Duration length_of(const care::Service& service) {
    const std::int64_t minutes = std::max(service.minutes, 1);
    const solver::queue::Duration out{minutes * minute_ms, minutes * minute_ms * 7 / 5};
    const std::int64_t most = solver::queue::Duration::most;
    return {std::min(out.p50, most), std::min(out.p80, most)};
}

std::vector<std::size_t> services_of(const care::Setup& setup, const care::Practitioner* who) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < setup.services.size(); ++i) {
        const care::Service& service = setup.services[i];
        const bool gives =
            who == nullptr || !service.needs_a_role() || service.may_be_given_by(*who);
        if (gives) out.push_back(i);
    }
    return out;
}

void add_server(WaitingRoom& room, std::string_view id, std::vector<std::size_t> services) {
    solver::queue::Server server;
    server.id = id;
    server.services = std::move(services);
    room.servers.push_back(std::move(server));
}

solver::queue::Patient patient_of(const Present& present, const care::Setup& setup,
                                  const WaitingRoom& room) {
    solver::queue::Patient out;
    out.ticket = ticket_of(present, setup.triage);
    const auto service = std::find_if(setup.services.begin(), setup.services.end(),
                                      [&](const auto& each) { return each.id == present.service; });
    if (service != setup.services.end()) {
        out.service = static_cast<std::size_t>(service - setup.services.begin());
    }
    if (!present.meant_for.empty()) out.meant_for = server_named(room, present.meant_for);
    out.is_set_aside = present.status == care::Status::parked;
    return out;
}

}  // namespace

solver::queue::Scale scale_of(const care::TriageScale& scale) {
    solver::queue::Scale out;
    for (const care::TriageClass& one : scale.classes) {
        out.classes.push_back({one.name, one.target_minutes * minute_ms, one.is_emergency});
    }
    return out;
}

solver::queue::Ticket ticket_of(const Present& present, const care::TriageScale& scale) {
    solver::queue::Ticket out;
    const auto& bytes = present.ticket.id.bytes;
    out.id.assign(bytes.begin(), bytes.end());
    out.arrival_ms = present.arrival.ms;
    if (present.slot) out.slot_ms = present.slot->ms;
    out.of_class = class_of(present.triage, scale);
    return out;
}

WaitingRoom waiting_room(const Line& line, const care::Setup& setup, std::string_view caller) {
    WaitingRoom room;
    room.scale = scale_of(setup.triage);
    for (const care::Service& service : setup.services) {
        room.services.push_back({service.id, length_of(service)});
    }
    for (const care::Practitioner& who : setup.practitioners) {
        add_server(room, who.id, services_of(setup, &who));
    }
    const auto is_missing = [&](std::string_view id) {
        return server_named(room, id) == room.servers.size();
    };
    if (is_missing(caller)) add_server(room, caller, services_of(setup, nullptr));
    for (const Present& each : line.waiting) {
        if (!each.meant_for.empty() && is_missing(each.meant_for)) {
            add_server(room, each.meant_for, {});
        }
    }
    for (const Present& each : line.waiting) room.waiting.push_back(patient_of(each, setup, room));
    return room;
}

std::size_t server_named(const WaitingRoom& room, std::string_view practitioner) {
    const auto found = std::find_if(room.servers.begin(), room.servers.end(),
                                    [&](const auto& server) { return server.id == practitioner; });
    return static_cast<std::size_t>(found - room.servers.begin());
}

bool is_out_of_order(const Line& line, VisitId visit, std::string_view practitioner,
                     const care::Setup& setup, Timestamp now) {
    const auto called = std::find_if(line.waiting.begin(), line.waiting.end(),
                                     [&](const auto& each) { return each.ticket.visit == visit; });
    if (called == line.waiting.end()) return false;
    const WaitingRoom room = waiting_room(line, setup, practitioner);
    const auto place = static_cast<std::size_t>(called - line.waiting.begin());
    return !solver::queue::passed_by(room, server_named(room, practitioner), place, now.ms).empty();
}

}  // namespace wayside::queue
