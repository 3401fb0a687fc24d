#include "solver/queue/waiting_room.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace wayside::solver::queue {

namespace {

constexpr std::int64_t day_ms = 24 * 60 * minute_ms;
/// About three hundred years either way: sums of times and targets cannot overflow.
constexpr std::int64_t max_time_ms = std::int64_t{10'000'000'000'000};

bool is_time(std::int64_t ms) {
    return ms >= -max_time_ms && ms <= max_time_ms;
}

const char* wrong_with(const Class& one) {
    return one.target_ms < 0 || one.target_ms > 10 * day_ms ? "bad_target" : nullptr;
}

const char* wrong_with(const Duration& length) {
    const bool is_good = length.p50 > 0 && length.p50 <= length.p80 && length.p80 <= Duration::most;
    return is_good ? nullptr : "bad_duration";
}

const char* wrong_with(const Server& one, const WaitingRoom& room) {
    if (!is_time(one.from_ms) || !is_time(one.until_ms)) return "bad_time";
    if (one.until_ms < one.from_ms) return "bad_span";
    std::int64_t last = -max_time_ms;
    for (const Span& span : one.away) {
        if (!is_time(span.from_ms) || !is_time(span.to_ms)) return "bad_time";
        if (span.from_ms < last || span.to_ms < span.from_ms) return "bad_span";
        last = span.to_ms;
    }
    for (const std::size_t service : one.services) {
        if (service >= room.services.size()) return "unknown_service";
    }
    if (one.busy && !is_time(one.busy->since_ms)) return "bad_time";
    const auto busy_with = one.busy ? one.busy->service : std::nullopt;
    return busy_with && *busy_with >= room.services.size() ? "unknown_service" : nullptr;
}

const char* wrong_with(const Patient& one, const WaitingRoom& room) {
    if (one.ticket.of_class >= room.scale.classes.size()) return "unknown_class";
    if (one.service && *one.service >= room.services.size()) return "unknown_service";
    if (one.meant_for && *one.meant_for >= room.servers.size()) return "unknown_server";
    if (!is_time(one.ticket.arrival_ms)) return "bad_time";
    return one.ticket.slot_ms && !is_time(*one.ticket.slot_ms) ? "bad_time" : nullptr;
}

const char* wrong_with(const Expected& one, const WaitingRoom& room) {
    if (one.show_ppm < 0 || one.show_ppm > 1'000'000) return "bad_probability";
    return wrong_with(one.patient, room);
}

const char* wrong_with(const Stream& one, const WaitingRoom& room) {
    if (one.of_class >= room.scale.classes.size()) return "unknown_class";
    if (one.service && *one.service >= room.services.size()) return "unknown_service";
    return one.per_1000_hours < 0 || one.per_1000_hours > max_per_1000_hours ? "bad_rate" : nullptr;
}

std::optional<Fault> fault_of_scale(const Scale& scale) {
    if (scale.classes.empty()) return Fault{"no_class", "classes"};
    if (scale.early_call_ms < 0 || scale.early_call_ms > day_ms) {
        return Fault{"bad_time", "early_call"};
    }
    bool others_began = false;
    for (std::size_t i = 0; i < scale.classes.size(); ++i) {
        if (const char* rule = wrong_with(scale.classes[i])) {
            return Fault{rule, "classes[" + std::to_string(i) + "]"};
        }
        if (scale.classes[i].is_strict && others_began) {
            return Fault{"strict_after_others", "classes[" + std::to_string(i) + "]"};
        }
        others_began = others_began || !scale.classes[i].is_strict;
    }
    return std::nullopt;
}

/// The first of a list that `wrong` finds fault with.
template <class Item, class Wrong>
std::optional<Fault> fault_in(const char* list, const std::vector<Item>& items, Wrong wrong) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (const char* rule = wrong(items[i])) {
            return Fault{rule, std::string(list) + "[" + std::to_string(i) + "]"};
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Fault> fault_of(const WaitingRoom& room) {
    if (room.servers.size() > max_servers) return Fault{"too_many", "servers"};
    if (room.waiting.size() > max_patients) return Fault{"too_many", "waiting"};
    if (room.expected.size() > max_patients) return Fault{"too_many", "expected"};
    if (room.streams.size() > max_patients) return Fault{"too_many", "streams"};

    std::set<std::string> servers;
    std::set<std::string> tickets;
    auto fault = fault_of_scale(room.scale);
    if (!fault && wrong_with(room.other_length) != nullptr) {
        fault = Fault{"bad_duration", "other_length"};
    }
    if (!fault) {
        fault = fault_in("services", room.services,
                         [](const Service& one) { return wrong_with(one.length); });
    }
    if (!fault) {
        fault = fault_in("servers", room.servers, [&](const Server& one) {
            return servers.insert(one.id).second ? wrong_with(one, room) : "same_id";
        });
    }
    if (!fault) {
        fault = fault_in("waiting", room.waiting, [&](const Patient& one) {
            return tickets.insert(one.ticket.id).second ? wrong_with(one, room) : "same_id";
        });
    }
    if (!fault) {
        fault = fault_in("expected", room.expected, [&](const Expected& one) {
            const bool is_new = tickets.insert(one.patient.ticket.id).second;
            return is_new ? wrong_with(one, room) : "same_id";
        });
    }
    if (!fault) {
        fault = fault_in("streams", room.streams,
                         [&](const Stream& one) { return wrong_with(one, room); });
    }
    if (fault) return fault;
    std::int64_t rate = 0;
    for (const Stream& stream : room.streams) rate += stream.per_1000_hours;
    if (rate > max_per_1000_hours) return Fault{"bad_rate", "streams"};
    return std::nullopt;
}

bool may_see(const WaitingRoom& room, std::size_t server, const Patient& patient) {
    if (patient.meant_for) return *patient.meant_for == server;
    if (!patient.service) return true;
    const auto& gives = room.servers[server].services;
    return std::find(gives.begin(), gives.end(), *patient.service) != gives.end();
}

namespace {

bool may_be_next(const WaitingRoom& room, std::size_t server, const Patient& patient,
                 std::int64_t now_ms) {
    return !patient.is_set_aside && may_see(room, server, patient) &&
           callable_from_ms(patient.ticket, room.scale) <= now_ms;
}

}  // namespace

std::optional<std::size_t> next_for(const WaitingRoom& room, std::size_t server,
                                    std::int64_t now_ms) {
    std::optional<std::size_t> next;
    Key least;
    for (std::size_t i = 0; i < room.waiting.size(); ++i) {
        if (!may_be_next(room, server, room.waiting[i], now_ms)) continue;
        Key key = key_of(room.waiting[i].ticket, room.scale);
        if (next && !(key < least)) continue;
        next = i;
        least = std::move(key);
    }
    return next;
}

std::vector<std::size_t> passed_by(const WaitingRoom& room, std::size_t server, std::size_t patient,
                                   std::int64_t now_ms) {
    const Key called = key_of(room.waiting[patient].ticket, room.scale);
    std::vector<std::pair<Key, std::size_t>> passed;
    for (std::size_t i = 0; i < room.waiting.size(); ++i) {
        if (!may_be_next(room, server, room.waiting[i], now_ms)) continue;
        Key key = key_of(room.waiting[i].ticket, room.scale);
        if (key < called) passed.emplace_back(std::move(key), i);
    }
    std::sort(passed.begin(), passed.end());
    std::vector<std::size_t> out;
    out.reserve(passed.size());
    for (const auto& [key, place] : passed) out.push_back(place);
    return out;
}

}  // namespace wayside::solver::queue
