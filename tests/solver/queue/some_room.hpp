// tests/solver/queue/some_room.hpp: waiting rooms for the tests, drawn from a seed.
#pragma once

#include <algorithm>
#include <random>
#include <string>

#include "solver/queue/waiting_room.hpp"

namespace wayside::testing {

namespace queue = solver::queue;

using Dice = std::mt19937_64;

inline std::int64_t below(Dice& dice, std::int64_t limit) {
    return static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(limit));
}

/// Few different times, so that ties happen.
inline queue::Ticket some_ticket(Dice& dice, const std::string& id) {
    queue::Ticket out{id, below(dice, 6) * 10 * queue::minute_ms, std::nullopt, 0};
    if (dice() % 2 == 0) out.slot_ms = below(dice, 6) * 10 * queue::minute_ms;
    out.of_class = static_cast<std::size_t>(below(dice, 5));
    return out;
}

/// Two services, `servers` servers of whom the first gives both and the others one each in turn.
inline queue::WaitingRoom room_with(std::size_t servers) {
    queue::WaitingRoom room;
    room.scale = queue::south_african_scale();
    room.services = {{"consult", {15 * queue::minute_ms, 22 * queue::minute_ms}},
                     {"antenatal", {20 * queue::minute_ms, 26 * queue::minute_ms}}};
    for (std::size_t i = 0; i < servers; ++i) {
        queue::Server server;
        server.id = "server-" + std::to_string(i);
        server.services = i == 0 ? std::vector<std::size_t>{0, 1} : std::vector<std::size_t>{i % 2};
        server.until_ms = 12 * 60 * queue::minute_ms;
        room.servers.push_back(server);
    }
    return room;
}

inline queue::WaitingRoom some_room(Dice& dice, std::size_t servers, std::size_t patients) {
    queue::WaitingRoom room = room_with(servers);
    for (std::size_t i = 0; i < patients; ++i) {
        queue::Patient patient;
        patient.ticket = some_ticket(dice, "K-" + std::to_string(100 + i));
        if (dice() % 8 != 0) patient.service = dice() % 2;
        if (dice() % 8 == 0) patient.meant_for = dice() % servers;
        patient.is_set_aside = dice() % 8 == 0;
        room.waiting.push_back(patient);
    }
    return room;
}

}  // namespace wayside::testing
