#include "solver/queue/estimate.hpp"

#include <doctest/doctest.h>

#include "tests/solver/queue/some_room.hpp"

using namespace wayside::solver::queue;
using wayside::testing::below;
using wayside::testing::Dice;
using wayside::testing::room_with;
using wayside::testing::some_room;

namespace {

constexpr std::size_t red = 0;
constexpr std::size_t green = 4;

Patient patient(const std::string& id, std::int64_t minute, std::size_t service = 0) {
    return {{id, minute * minute_ms, std::nullopt, green}, service, std::nullopt, false};
}

/// Patients `count` to one server who gives everything, each a minute after the one before.
WaitingRoom line_of(std::size_t count) {
    WaitingRoom room = room_with(1);
    for (std::size_t i = 0; i < count; ++i) {
        room.waiting.push_back(patient("K-" + std::to_string(100 + i), static_cast<int>(i)));
    }
    return room;
}

/// When each begins in one drawn future, by a simulation that shares nothing with the estimate but
/// the rules: it walks minute by minute and asks `next_for`.
std::vector<std::int64_t> lived(WaitingRoom room, std::int64_t now, Dice& dice) {
    std::vector<wayside::solver::search::Lengths> lengths;
    for (const Service& service : room.services) lengths.emplace_back(service.length);
    lengths.emplace_back(room.other_length);
    const auto length = [&](const std::optional<std::size_t>& service) {
        return lengths[service.value_or(room.services.size())].drawn(dice());
    };
    std::vector<std::int64_t> free(room.servers.size(), now);
    std::vector<std::int64_t> begun(room.waiting.size(), -1);
    constexpr std::int64_t step = minute_ms / 10;
    for (std::int64_t at = now; at < now + 12 * 60 * minute_ms; at += step) {
        for (std::size_t server = 0; server < free.size(); ++server) {
            if (free[server] > at) continue;
            const auto next = next_for(room, server, at);
            if (!next) continue;
            begun[*next] = at;
            free[server] = at + length(room.waiting[*next].service);
            room.waiting[*next].is_set_aside = true;
        }
    }
    return begun;
}

}  // namespace

TEST_CASE("whoever is first waits for nobody, and each behind waits longer than the one before") {
    const WaitingRoom room = line_of(8);

    const auto waits = estimate_waits(room, 30 * minute_ms, 1);

    CHECK(waits[0] == Wait{0, 0});
    for (std::size_t i = 1; i < waits.size(); ++i) {
        CHECK(*waits[i].p20 > *waits[i - 1].p20);
        CHECK(*waits[i].p80 > *waits[i - 1].p80);
        CHECK(*waits[i].p20 < *waits[i].p80);
    }
    // Seven visits of 15 minutes at the median, 17 on average.
    CHECK(*waits[7].p20 > 90);
    CHECK(*waits[7].p80 < 160);
}

TEST_CASE("the same room, seed and effort give the same waits; whatever order the list has") {
    Dice dice(61);
    WaitingRoom room = some_room(dice, 3, 20);
    const auto waits = estimate_waits(room, 60 * minute_ms, 7);

    CHECK(estimate_waits(room, 60 * minute_ms, 7) == waits);
    std::reverse(room.waiting.begin(), room.waiting.end());
    auto turned = estimate_waits(room, 60 * minute_ms, 7);
    std::reverse(turned.begin(), turned.end());
    CHECK(turned == waits);
}

TEST_CASE("these are the waits on every machine and with every compiler") {
    WaitingRoom room = line_of(4);
    room.streams = {{red, std::nullopt, 1'500}};

    const auto waits = estimate_waits(room, 30 * minute_ms, 5);

    CHECK(waits == std::vector<Wait>{{0, 0}, {11, 40}, {27, 103}, {48, 155}});
}

TEST_CASE("somebody who comes to the end of the queue moves nobody's estimate") {
    WaitingRoom room = line_of(6);
    const auto before = estimate_waits(room, 30 * minute_ms, 5);

    room.waiting.push_back(patient("Z-001", 25));
    const auto after = estimate_waits(room, 30 * minute_ms, 5);

    CHECK(std::equal(before.begin(), before.end(), after.begin()));
}

TEST_CASE("two servers halve the wait, and one who does not give the service shortens nothing") {
    WaitingRoom room = line_of(9);
    const auto alone = estimate_waits(room, 30 * minute_ms, 5);
    WaitingRoom helped = room;
    helped.servers.push_back(helped.servers.front());
    helped.servers.back().id = "second";
    WaitingRoom unhelped = helped;
    unhelped.servers.back().services = {1};

    const auto with_two = estimate_waits(helped, 30 * minute_ms, 5);

    CHECK(*with_two[8].p80 < *alone[8].p80 * 6 / 10);
    CHECK(estimate_waits(unhelped, 30 * minute_ms, 5) == alone);
}

TEST_CASE("what a server has begun ends first, the sooner the longer it has lasted") {
    WaitingRoom room = line_of(1);
    room.servers[0].busy = {30 * minute_ms, 0};
    const auto fresh = estimate_waits(room, 30 * minute_ms, 5);
    room.servers[0].busy = {12 * minute_ms, 0};
    const auto lasting = estimate_waits(room, 30 * minute_ms, 5);

    CHECK(*fresh[0].p20 > 5);
    CHECK(*fresh[0].p80 < 26);
    CHECK(*lasting[0].p80 < *fresh[0].p80);
}

TEST_CASE("emergencies that may come lengthen the waits of all others, as do bookings due before") {
    const WaitingRoom calm = line_of(5);
    WaitingRoom busy = calm;
    busy.streams = {{red, std::nullopt, 2'000}};
    WaitingRoom full = calm;
    for (int i = 0; i < 6; ++i) {
        Patient booked = patient("B-" + std::to_string(i), 40 + 10 * i);
        booked.ticket.slot_ms = booked.ticket.arrival_ms;
        full.expected.push_back({booked, 900'000});
    }
    WaitingRoom unlikely = full;
    for (Expected& each : unlikely.expected) each.show_ppm = 100'000;

    const auto wait = [](const WaitingRoom& room) {
        return *estimate_waits(room, 30 * minute_ms, 5)[4].p80;
    };

    CHECK(wait(busy) > wait(calm) + 10);
    CHECK(wait(full) > wait(calm) + 30);
    CHECK(wait(unlikely) < wait(full) - 30);
}

TEST_CASE("whom nobody sees has no wait, and who may not be reached today has no end of it") {
    WaitingRoom room = line_of(6);
    room.waiting[5].meant_for = 1;
    room.servers.push_back({"gone", {0}, 0, 10 * minute_ms, {}, std::nullopt});
    room.servers[0].until_ms = 100 * minute_ms;

    const auto waits = estimate_waits(room, 30 * minute_ms, 5);

    CHECK(waits[5] == Wait{});
    CHECK(waits[4].p20.has_value());
    CHECK_FALSE(waits[4].p80.has_value());
}

TEST_CASE("nobody is begun with while the server is away or before they come") {
    WaitingRoom room = line_of(1);
    room.servers[0].from_ms = 45 * minute_ms;
    CHECK(estimate_waits(room, 30 * minute_ms, 5)[0] == Wait{15, 15});

    room.servers[0].away = {{40 * minute_ms, 70 * minute_ms}};
    CHECK(estimate_waits(room, 30 * minute_ms, 5)[0] == Wait{40, 40});
}

TEST_CASE("three in five lived waits lie in the range, and one in five on either side") {
    Dice dice(67);
    std::int64_t under = 0;
    std::int64_t within = 0;
    std::int64_t over = 0;
    for (int round = 0; round < 60; ++round) {
        WaitingRoom room = some_room(dice, 3, 15);
        for (Patient& each : room.waiting) each.is_set_aside = false;
        const std::int64_t now = 60 * minute_ms;
        const auto waits = estimate_waits(room, now, static_cast<std::uint64_t>(round));
        for (int life = 0; life < 10; ++life) {
            const auto begun = lived(room, now, dice);
            for (std::size_t i = 0; i < begun.size(); ++i) {
                // Those who are seen at once are no test of a range.
                if (waits[i].p80 == 0) continue;
                const std::int64_t wait = begun[i] - now;
                if (wait < *waits[i].p20 * minute_ms) {
                    ++under;
                } else if (wait > *waits[i].p80 * minute_ms) {
                    ++over;
                } else {
                    ++within;
                }
            }
        }
    }
    const std::int64_t all = under + within + over;
    CAPTURE(all);
    CAPTURE(under);
    CAPTURE(over);
    CHECK(all > 5'000);
    CHECK(within * 100 >= all * 60);
    CHECK(within * 100 <= all * 72);
    CHECK(under * 100 <= all * 20);
    CHECK(over * 100 <= all * 20);
}

TEST_CASE("five thousand patients and sixty-four servers are estimated all the same") {
    Dice dice(71);
    const WaitingRoom room = some_room(dice, max_servers, max_patients);
    REQUIRE_FALSE(fault_of(room).has_value());

    const auto waits = estimate_waits(room, 60 * minute_ms, 1, {20, 20'000, 720 * minute_ms});

    CHECK(waits.size() == max_patients);
}
