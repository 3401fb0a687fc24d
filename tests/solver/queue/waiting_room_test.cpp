#include "solver/queue/waiting_room.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "tests/solver/queue/some_room.hpp"

using namespace wayside::solver::queue;
using wayside::testing::Dice;
using wayside::testing::room_with;
using wayside::testing::some_room;

namespace {

constexpr std::size_t green = 4;

Patient patient(const char* id, std::int64_t minute, std::size_t service) {
    return {{id, minute * minute_ms, std::nullopt, green}, service, std::nullopt, false};
}

/// A good room that one thing was spoiled in.
std::optional<Fault> fault_after(const std::function<void(WaitingRoom&)>& spoil) {
    WaitingRoom room = room_with(2);
    room.waiting = {patient("a", 0, 0), patient("b", 5, 1)};
    room.expected = {{patient("c", 30, 0), 900'000}};
    room.streams = {{0, std::nullopt, 500}};
    REQUIRE_FALSE(fault_of(room).has_value());
    spoil(room);
    return fault_of(room);
}

void check_refused(const char* rule, const char* where,
                   const std::function<void(WaitingRoom&)>& spoil) {
    const auto fault = fault_after(spoil);
    REQUIRE(fault.has_value());
    CHECK(std::string(fault->rule) == rule);
    CHECK(fault->where == where);
}

}  // namespace

TEST_CASE("a server calls the first whom they see: by what they give, and by name") {
    WaitingRoom room = room_with(3);
    room.waiting = {patient("a", 0, 0), patient("b", 5, 0), patient("c", 10, 0)};
    room.waiting[2].meant_for = 1;  // who gives only the other service

    CHECK(next_for(room, 0, 60 * minute_ms) == 0);
    CHECK(next_for(room, 1, 60 * minute_ms) == 2);
    room.waiting[0].service = 1;
    CHECK(next_for(room, 0, 60 * minute_ms) == 0);
    CHECK(next_for(room, 1, 60 * minute_ms) == 0);
    CHECK(next_for(room, 2, 60 * minute_ms) == 1);
}

TEST_CASE("nobody is next who was set aside, has not come, or whose slot is far off") {
    WaitingRoom room = room_with(1);
    room.waiting = {patient("a", 0, 0), patient("b", 50, 0), patient("c", 0, 0)};
    room.waiting[0].is_set_aside = true;
    room.waiting[2].ticket.slot_ms = 100 * minute_ms;

    CHECK_FALSE(next_for(room, 0, 40 * minute_ms).has_value());
    CHECK(next_for(room, 0, 50 * minute_ms) == 1);
    CHECK(next_for(room, 0, 70 * minute_ms) == 2);
}

TEST_CASE("who calls the next passes nobody, and who calls another passes the next first") {
    Dice dice(53);
    for (int round = 0; round < 500; ++round) {
        const WaitingRoom room = some_room(dice, 3, 12);
        const std::int64_t now = 45 * minute_ms;
        for (std::size_t server = 0; server < 3; ++server) {
            const auto next = next_for(room, server, now);
            if (!next) continue;
            REQUIRE(may_see(room, server, room.waiting[*next]));
            REQUIRE(passed_by(room, server, *next, now).empty());
            for (std::size_t i = 0; i < room.waiting.size(); ++i) {
                const auto passed = passed_by(room, server, i, now);
                const bool is_later = key_of(room.waiting[*next].ticket, room.scale) <
                                      key_of(room.waiting[i].ticket, room.scale);
                REQUIRE(passed.empty() == !is_later);
                if (is_later) REQUIRE(passed.front() == *next);
            }
        }
    }
}

TEST_CASE("what makes no sense is refused by name and place") {
    using Room = WaitingRoom;
    check_refused("no_class", "classes", [](Room& r) { r.scale.classes.clear(); });
    check_refused("bad_target", "classes[3]", [](Room& r) { r.scale.classes[3].target_ms = -1; });
    check_refused("strict_after_others", "classes[4]",
                  [](Room& r) { r.scale.classes[4].is_strict = true; });
    check_refused("bad_time", "early_call", [](Room& r) { r.scale.early_call_ms = -1; });
    check_refused("bad_duration", "other_length", [](Room& r) { r.other_length = {0, 0}; });
    check_refused("bad_duration", "services[1]", [](Room& r) { r.services[1].length = {20, 10}; });
    check_refused("same_id", "servers[1]", [](Room& r) { r.servers[1].id = r.servers[0].id; });
    check_refused("unknown_service", "servers[0]", [](Room& r) { r.servers[0].services = {2}; });
    check_refused("unknown_service", "servers[1]", [](Room& r) { r.servers[1].busy = {0, 7}; });
    check_refused("bad_span", "servers[1]", [](Room& r) { r.servers[1].until_ms = -1; });
    check_refused("bad_span", "servers[0]", [](Room& r) { r.servers[0].away = {{5, 9}, {8, 9}}; });
    check_refused("same_id", "waiting[1]", [](Room& r) { r.waiting[1].ticket.id = "a"; });
    check_refused("same_id", "expected[0]", [](Room& r) { r.expected[0].patient.ticket.id = "b"; });
    check_refused("unknown_class", "waiting[0]", [](Room& r) { r.waiting[0].ticket.of_class = 5; });
    check_refused("unknown_service", "waiting[0]", [](Room& r) { r.waiting[0].service = 2; });
    check_refused("unknown_server", "waiting[1]", [](Room& r) { r.waiting[1].meant_for = 2; });
    check_refused("bad_time", "waiting[1]",
                  [](Room& r) { r.waiting[1].ticket.slot_ms = std::int64_t{1} << 60; });
    check_refused("bad_probability", "expected[0]", [](Room& r) { r.expected[0].show_ppm = -1; });
    check_refused("bad_rate", "streams[0]", [](Room& r) { r.streams[0].per_1000_hours = -1; });
    check_refused("bad_rate", "streams", [](Room& r) {
        r.streams = {{0, std::nullopt, 150'000}, {1, std::nullopt, 60'000}};
    });
    check_refused("unknown_class", "streams[0]", [](Room& r) { r.streams[0].of_class = 9; });
    check_refused("too_many", "servers", [](Room& r) { r.servers.resize(max_servers + 1); });
    check_refused("too_many", "waiting", [](Room& r) { r.waiting.resize(max_patients + 1); });
}
