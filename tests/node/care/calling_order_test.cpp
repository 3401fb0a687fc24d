#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "node/care/calling_order.hpp"
#include "node/care/civil.hpp"
#include "storage/base/random.hpp"

using namespace wayside;
using namespace wayside::care;

namespace {

const TriageScale scale = south_african_triage_scale();

Timestamp at(const std::string& wall) {
    return *parse_instant("2026-03-02T" + wall + ":00Z");
}

TicketId ticket(std::uint8_t number) {
    TicketId out;
    out.bytes[15] = number;
    return out;
}

QueueEntry walk_in(std::uint8_t number, const char* arrival, const char* triage = "") {
    return {ticket(number), at(arrival), std::nullopt, triage};
}

QueueEntry booked(std::uint8_t number, const char* arrival, const char* slot,
                  const char* triage = "") {
    return {ticket(number), at(arrival), at(slot), triage};
}

bool goes_before(const QueueEntry& a, const QueueEntry& b) {
    return queue_key(a, scale) < queue_key(b, scale);
}

QueueEntry random_entry(SeededRandom& random) {
    static const std::vector<std::string> names{"", "red", "orange", "yellow", "green", "pink"};
    QueueEntry out;
    random.fill(out.ticket.bytes);
    // Few different times, so that ties happen.
    out.arrival = {static_cast<std::int64_t>(random.below(6)) * 600'000};
    if (random.below(2) == 0) {
        out.slot = Timestamp{static_cast<std::int64_t>(random.below(6)) * 600'000};
    }
    out.triage = names[random.below(names.size())];
    return out;
}

}  // namespace

TEST_CASE("emergencies go before everybody else, red before orange, however late they came") {
    const auto green = walk_in(1, "06:00", "green");
    const auto orange = walk_in(2, "09:00", "orange");
    const auto red = walk_in(3, "09:30", "red");

    CHECK(goes_before(orange, green));
    CHECK(goes_before(red, orange));
}

TEST_CASE("a booking is due at its slot, or when its patient came if that was later") {
    CHECK(queue_key(booked(1, "08:30", "09:00"), scale).due == at("09:00"));
    CHECK(queue_key(booked(1, "09:20", "09:00"), scale).due == at("09:20"));
}

TEST_CASE("a walk-in is due when its class has waited long enough; without triage as green") {
    CHECK(queue_key(walk_in(1, "08:00", "yellow"), scale).due == at("09:00"));
    CHECK(queue_key(walk_in(1, "08:00", "green"), scale).due == at("12:00"));
    CHECK(queue_key(walk_in(1, "08:00"), scale).due == at("12:00"));
    CHECK(goes_before(walk_in(1, "08:00", "yellow"), walk_in(2, "05:30", "green")));
}

TEST_CASE("nobody waits for ever: a green walk-in passes bookings that are due later") {
    CHECK(goes_before(walk_in(1, "08:00", "green"), booked(2, "11:00", "12:10")));
}

TEST_CASE("an emergency's slot no longer counts") {
    CHECK(queue_key(booked(1, "08:00", "16:00", "orange"), scale).due == at("08:10"));
    CHECK(may_be_called(booked(1, "08:00", "16:00", "orange"), scale, at("08:00")));
}

TEST_CASE("a booking is not called long before its slot, everybody else at once") {
    const auto early = booked(1, "08:00", "10:00");

    CHECK_FALSE(may_be_called(early, scale, at("09:29")));
    CHECK(may_be_called(early, scale, at("09:30")));
    CHECK(may_be_called(early, scale, at("11:00")));
    CHECK(may_be_called(walk_in(2, "08:00"), scale, at("08:00")));
}

TEST_CASE("the queue is the same whatever order its tickets became known in") {
    SeededRandom random{41};
    for (int round = 0; round < 300; ++round) {
        std::vector<QueueEntry> entries;
        for (int i = 0; i < 12; ++i) entries.push_back(random_entry(random));
        const auto once = in_calling_order(entries, scale);
        for (std::size_t i = entries.size(); i > 1; --i) {
            std::swap(entries[i - 1], entries[random.below(i)]);
        }
        const auto again = in_calling_order(entries, scale);
        for (std::size_t i = 0; i < once.size(); ++i) REQUIRE(once[i].ticket == again[i].ticket);
    }
}

TEST_CASE(
    "the order is total, and below the emergencies nobody is passed by one who is due later") {
    SeededRandom random{43};
    for (int round = 0; round < 3'000; ++round) {
        const QueueEntry a = random_entry(random);
        const QueueEntry b = random_entry(random);
        const QueueEntry c = random_entry(random);
        REQUIRE(goes_before(a, b) != goes_before(b, a));
        REQUIRE_FALSE(goes_before(a, a));
        if (goes_before(a, b) && goes_before(b, c)) REQUIRE(goes_before(a, c));
        const QueueKey first = queue_key(a, scale);
        const QueueKey second = queue_key(b, scale);
        if (first.tier == second.tier && goes_before(a, b)) REQUIRE(first.due <= second.due);
    }
}

TEST_CASE("whoever asks why another goes first hears the part of the order that decided") {
    const auto orange = explain_order(walk_in(1, "08:00"), walk_in(2, "08:30", "orange"), scale, 0);
    CHECK_FALSE(orange.first_goes_before);
    CHECK(orange.because == Precedence::tier);
    CHECK(orange.text == "It is an emergency (orange), which goes before green.");

    const auto due =
        explain_order(booked(1, "08:00", "09:00"), walk_in(2, "07:00", "green"), scale, 180);
    CHECK(due.first_goes_before);
    CHECK(due.because == Precedence::due);
    CHECK(due.text ==
          "It was due at 12:00 (booked for 12:00), the other is due at 14:00 (arrived 10:00, green "
          "waits at most 240 minutes).");

    const auto late =
        explain_order(booked(1, "09:00", "08:30"), booked(2, "08:50", "09:00"), scale, 0);
    CHECK(late.because == Precedence::arrival);
    CHECK_FALSE(late.first_goes_before);

    const auto equal = explain_order(walk_in(1, "08:00"), walk_in(2, "08:00"), scale, 0);
    CHECK(equal.because == Precedence::ticket);
    CHECK(equal.first_goes_before);
}

TEST_CASE("an explanation agrees with the queue for every pair") {
    SeededRandom random{47};
    for (int round = 0; round < 2'000; ++round) {
        const QueueEntry a = random_entry(random);
        const QueueEntry b = random_entry(random);
        const auto why = explain_order(a, b, scale, 120);
        REQUIRE(why.first_goes_before == goes_before(a, b));
        REQUIRE(explain_order(b, a, scale, 120).text == why.text);
        REQUIRE(explain_order(b, a, scale, 120).first_goes_before != why.first_goes_before);
    }
}
