// solver/queue/waiting_room.hpp: everybody who waits, who may come, and who sees them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "solver/queue/order.hpp"
#include "solver/queue/scale.hpp"
#include "solver/search/lengths.hpp"

namespace wayside::solver::queue {

using search::Duration;  // here in ms

struct Service {
    std::string name;
    Duration length;
    friend bool operator==(const Service&, const Service&) = default;
};

struct Span {
    std::int64_t from_ms = 0;  ///< half open
    std::int64_t to_ms = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

/// Whom somebody is busy with.
struct Busy {
    std::int64_t since_ms = 0;
    std::optional<std::size_t> service;  ///< empty: as long as the room's `other_length`
    friend bool operator==(const Busy&, const Busy&) = default;
};

/// Who sees patients. Nobody is begun with before `from_ms`, from `until_ms` on, or while away.
struct Server {
    std::string id;
    std::vector<std::size_t> services;  ///< what they give; sorted
    std::int64_t from_ms = 0;
    std::int64_t until_ms = 0;
    std::vector<Span> away;    ///< sorted, apart
    std::optional<Busy> busy;  ///< now
    friend bool operator==(const Server&, const Server&) = default;
};

/// Somebody with a ticket, or a booking whose patient has yet to come.
struct Patient {
    Ticket ticket;
    std::optional<std::size_t> service;    ///< empty: something that any server gives
    std::optional<std::size_t> meant_for;  ///< the one server who sees them; empty: who gives it
    /// Was called and did not come: stays in the order, but "call next" passes over them.
    bool is_set_aside = false;
    friend bool operator==(const Patient&, const Patient&) = default;
};

/// A booking that is still to come: its ticket's arrival is when its patient is thought to come.
struct Expected {
    Patient patient;
    std::int32_t show_ppm = 1'000'000;  ///< in parts per million
    friend bool operator==(const Expected&, const Expected&) = default;
};

/// Patients of one kind who may come without anybody knowing, such as emergencies.
struct Stream {
    std::size_t of_class = 0;
    std::optional<std::size_t> service;
    std::int32_t per_1000_hours = 0;  ///< how many come, on average and alike at any time
    friend bool operator==(const Stream&, const Stream&) = default;
};

struct WaitingRoom {
    Scale scale;
    std::vector<Service> services;
    Duration other_length{20 * minute_ms, 30 * minute_ms};  ///< of what is none of `services`
    std::vector<Server> servers;
    std::vector<Patient> waiting;
    std::vector<Expected> expected;
    std::vector<Stream> streams;
    friend bool operator==(const WaitingRoom&, const WaitingRoom&) = default;
};

/// Limits of a waiting room that makes sense; more is refused.
inline constexpr std::size_t max_servers = 64;
inline constexpr std::size_t max_patients = 5'000;
inline constexpr std::int64_t max_per_1000_hours = 200'000;  ///< of all streams together

/// What is wrong with a waiting room, and where.
struct Fault {
    const char* rule = "";  ///< `unknown_class`, `same_id`, ...
    std::string where;      ///< "waiting[3]"
};

/// The first thing that makes no sense; empty if all is well. The other functions of this folder
/// may be given a room that passes only. Rules: `no_class`, `strict_after_others`, `bad_target`,
/// `bad_duration`, `bad_time`, `bad_span`, `same_id`, `unknown_class`, `unknown_service`,
/// `unknown_server`, `bad_probability`, `bad_rate`, `too_many`.
std::optional<Fault> fault_of(const WaitingRoom& room);

/// Whether `server` sees this patient: it is meant for them, or for nobody and they give the
/// service.
bool may_see(const WaitingRoom& room, std::size_t server, const Patient& patient);

/// The place in `waiting` of whom `server` calls next at `now_ms`: the first in calling order whom
/// they see, who may be called yet and was not set aside. Empty if there is nobody.
std::optional<std::size_t> next_for(const WaitingRoom& room, std::size_t server,
                                    std::int64_t now_ms);

/// Whom `server` would pass by calling `waiting[patient]` at `now_ms`: those before it in calling
/// order who could be called instead. Places in `waiting`, in calling order.
std::vector<std::size_t> passed_by(const WaitingRoom& room, std::size_t server, std::size_t patient,
                                   std::int64_t now_ms);

}  // namespace wayside::solver::queue
