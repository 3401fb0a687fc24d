#include "solver/queue/order.hpp"

#include <doctest/doctest.h>

#include "tests/solver/queue/some_room.hpp"

using namespace wayside::solver::queue;
using wayside::testing::Dice;
using wayside::testing::some_ticket;

namespace {

const Scale scale = south_african_scale();
constexpr std::size_t red = 0;
constexpr std::size_t orange = 1;
constexpr std::size_t yellow = 2;
constexpr std::size_t green = 4;

Ticket walk_in(const char* id, std::int64_t minute, std::size_t of_class) {
    return {id, minute * minute_ms, std::nullopt, of_class};
}

Ticket booked(const char* id, std::int64_t arrival, std::int64_t slot,
              std::size_t of_class = green) {
    return {id, arrival * minute_ms, slot * minute_ms, of_class};
}

bool goes_before(const Ticket& a, const Ticket& b) {
    return key_of(a, scale) < key_of(b, scale);
}

std::vector<std::string> ids_in_order(const std::vector<Ticket>& tickets) {
    std::vector<std::string> out;
    for (const std::size_t place : calling_order(tickets, scale)) out.push_back(tickets[place].id);
    return out;
}

}  // namespace

TEST_CASE("strict classes go before everybody else, the first before the second, however late") {
    CHECK(goes_before(walk_in("b", 600, orange), walk_in("a", 0, green)));
    CHECK(goes_before(walk_in("c", 700, red), walk_in("b", 600, orange)));
}

TEST_CASE("a booking is due at its slot, or when its patient came if that was later") {
    CHECK(key_of(booked("a", 30, 60), scale).due_ms == 60 * minute_ms);
    CHECK(due_from(booked("a", 30, 60), scale) == DueFrom::slot);
    CHECK(key_of(booked("a", 80, 60), scale).due_ms == 80 * minute_ms);
    CHECK(due_from(booked("a", 80, 60), scale) == DueFrom::arrival);
}

TEST_CASE("a walk-in is due when its class has waited long enough, so nobody waits for ever") {
    CHECK(key_of(walk_in("a", 0, yellow), scale).due_ms == 60 * minute_ms);
    CHECK(goes_before(walk_in("a", 150, yellow), walk_in("b", 0, green)));
    CHECK(goes_before(walk_in("b", 0, green), walk_in("a", 190, yellow)));
    CHECK(goes_before(walk_in("b", 0, green), booked("a", 100, 250)));
}

TEST_CASE("in a strict class a slot no longer counts") {
    CHECK(key_of(booked("a", 0, 500, orange), scale).due_ms == 10 * minute_ms);
    CHECK(due_from(booked("a", 0, 500, orange), scale) == DueFrom::target);
    CHECK(callable_from_ms(booked("a", 0, 500, orange), scale) == 0);
}

TEST_CASE("a booking is not called long before its slot, nor anybody before they came") {
    CHECK(callable_from_ms(booked("a", 0, 120), scale) == 90 * minute_ms);
    CHECK(callable_from_ms(booked("a", 110, 120), scale) == 110 * minute_ms);
    CHECK(callable_from_ms(walk_in("a", 20, green), scale) == 20 * minute_ms);
}

TEST_CASE("equal in all else, the smaller id goes first, byte by byte") {
    CHECK(goes_before(walk_in("K-017", 0, green), walk_in("K-018", 0, green)));
    CHECK(goes_before(walk_in("\x7f", 0, green), walk_in("\x80", 0, green)));
}

TEST_CASE("the queue is the same whatever order its tickets became known in") {
    Dice dice(41);
    for (int round = 0; round < 300; ++round) {
        std::vector<Ticket> tickets;
        for (int i = 0; i < 12; ++i) tickets.push_back(some_ticket(dice, std::to_string(i)));
        const auto once = ids_in_order(tickets);

        std::shuffle(tickets.begin(), tickets.end(), dice);

        REQUIRE(ids_in_order(tickets) == once);
    }
}

TEST_CASE("the order is total, and below the strict tiers nobody is passed by one due later") {
    Dice dice(43);
    for (int round = 0; round < 3'000; ++round) {
        const Ticket a = some_ticket(dice, "a");
        const Ticket b = some_ticket(dice, "b");
        const Ticket c = some_ticket(dice, "c");
        REQUIRE(goes_before(a, b) != goes_before(b, a));
        REQUIRE_FALSE(goes_before(a, a));
        if (goes_before(a, b) && goes_before(b, c)) REQUIRE(goes_before(a, c));
        const Key first = key_of(a, scale);
        const Key second = key_of(b, scale);
        if (first.tier == second.tier && goes_before(a, b)) REQUIRE(first.due_ms <= second.due_ms);
    }
}

TEST_CASE("every pair is explained by the first part of the key that differs") {
    CHECK(explain(walk_in("a", 0, green), walk_in("b", 30, orange), scale).because == Part::tier);
    CHECK(explain(booked("a", 0, 60), walk_in("b", 0, green), scale).because == Part::due);
    const Explanation late = explain(booked("a", 60, 30), booked("b", 50, 60), scale);
    CHECK(late.because == Part::arrival);
    CHECK_FALSE(late.first_goes_before);
    CHECK(late.first_due == DueFrom::arrival);
    CHECK(late.second_due == DueFrom::slot);
    CHECK(explain(walk_in("a", 0, green), walk_in("b", 0, green), scale).because == Part::id);
}

TEST_CASE("asked the other way round, the explanation is the same one turned round") {
    Dice dice(47);
    for (int round = 0; round < 3'000; ++round) {
        const Ticket a = some_ticket(dice, "a");
        const Ticket b = some_ticket(dice, "b");

        const Explanation one = explain(a, b, scale);
        const Explanation other = explain(b, a, scale);

        REQUIRE(one.first_goes_before == goes_before(a, b));
        REQUIRE(one.first_goes_before != other.first_goes_before);
        REQUIRE(one.because == other.because);
        REQUIRE(one.first == other.second);
        REQUIRE(one.second == other.first);
        REQUIRE(one.first_due == other.second_due);
    }
}

TEST_CASE("a clinic's own classes and tiers are used as they are given") {
    const Scale own{{{"now", 0, true}, {"soon", 5 * minute_ms, false}, {"later", 0, false}}, 0};

    CHECK(own.tier(0) == 0);
    CHECK(own.tier(1) == 1);
    CHECK(own.tier(2) == 1);
    CHECK(key_of(walk_in("a", 10, 1), own).due_ms == 15 * minute_ms);
}
