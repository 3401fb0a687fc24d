#include <nlohmann/json.hpp>

#include "cli/solve/queue_file.hpp"
#include "cli/solve/wall_minutes.hpp"
#include "solver/queue/estimate.hpp"

namespace wayside::cli::solve {

namespace {

namespace queue = solver::queue;
using Json = nlohmann::ordered_json;

std::string time_text(std::int64_t ms) {
    return WallMinutes(care::LocalDate{}).text(ms / queue::minute_ms);
}

Json place_json(const queue::WaitingRoom& room, const queue::Patient& patient,
                const queue::Wait& wait) {
    const queue::Key key = queue::key_of(patient.ticket, room.scale);
    Json out{{"ticket", patient.ticket.id},
             {"class", room.scale.classes[patient.ticket.of_class].name},
             {"tier", key.tier},
             {"due", time_text(key.due_ms)},
             {"due_from", queue::name_of(queue::due_from(patient.ticket, room.scale))}};
    if (wait.p20) out["wait_minutes"]["from"] = *wait.p20;
    if (wait.p80) out["wait_minutes"]["to"] = *wait.p80;
    return out;
}

}  // namespace

std::string encode_queue_answer(const QueueFile& file, std::uint64_t seed) {
    const queue::WaitingRoom& room = file.room;
    const auto waits = queue::estimate_waits(room, file.now_ms, seed);
    std::vector<queue::Ticket> tickets;
    for (const queue::Patient& each : room.waiting) tickets.push_back(each.ticket);
    const auto order = queue::calling_order(tickets, room.scale);

    Json out{{"format", "wayside-queue-1-answer"},
             {"order", Json::array()},
             {"reasons", Json::array()},
             {"next", Json::object()}};
    for (std::size_t i = 0; i < order.size(); ++i) {
        out["order"].push_back(place_json(room, room.waiting[order[i]], waits[order[i]]));
        if (i == 0) continue;
        const auto why = queue::explain(tickets[order[i - 1]], tickets[order[i]], room.scale);
        out["reasons"].push_back({{"first", why.first.id},
                                  {"before", why.second.id},
                                  {"because", queue::name_of(why.because)}});
    }
    for (std::size_t server = 0; server < room.servers.size(); ++server) {
        const auto next = queue::next_for(room, server, file.now_ms);
        if (next) out["next"][room.servers[server].id] = tickets[*next].id;
    }
    return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace wayside::cli::solve
