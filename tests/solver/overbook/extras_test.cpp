#include "solver/overbook/extras.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

using namespace wayside::solver::overbook;

namespace {

constexpr Costs costs{};
constexpr Caps caps{};

SlotSession alike(std::size_t slots, std::int32_t show_ppm) {
    return {20, std::vector<std::vector<std::int32_t>>(slots, {show_ppm})};
}

/// The expected cost in thousandths by walking through every way in which patients may come.
double by_hand(const SlotSession& session, std::size_t slot, double backlog) {
    if (slot == session.shows_ppm.size()) {
        const double after = backlog * (backlog - 1) / 2;
        return session.slot_minutes * (costs.overtime * backlog + costs.wait * after);
    }
    const auto& booked = session.shows_ppm[slot];
    double cost = 0;
    for (std::size_t who = 0; who < (std::size_t{1} << booked.size()); ++who) {
        double chance = 1;
        double there = backlog;
        for (std::size_t i = 0; i < booked.size(); ++i) {
            const bool comes = ((who >> i) & 1) != 0;
            chance *= comes ? booked[i] / 1e6 : 1 - booked[i] / 1e6;
            there += comes ? 1 : 0;
        }
        const double left = std::max(0.0, there - 1);
        const double now = session.slot_minutes * (there == 0 ? costs.idle : costs.wait * left);
        cost += chance * (now + by_hand(session, slot + 1, left));
    }
    return cost;
}

double overfull_by_hand(const SlotSession& session) {
    std::vector<double> chances{1};
    for (const auto& slot : session.shows_ppm) {
        for (const std::int32_t ppm : slot) {
            chances.push_back(0);
            for (std::size_t n = chances.size() - 1; n > 0; --n) {
                chances[n] += chances[n - 1] * ppm / 1e6;
                chances[n - 1] *= 1 - ppm / 1e6;
            }
        }
    }
    double out = 0;
    for (std::size_t n = session.shows_ppm.size() + 2; n < chances.size(); ++n) out += chances[n];
    return out;
}

SlotSession some_session(std::mt19937_64& dice, std::size_t slots, std::size_t most_in_slot) {
    SlotSession out{static_cast<std::int32_t>(5 + dice() % 40), {}};
    for (std::size_t i = 0; i < slots; ++i) {
        auto& slot = out.shows_ppm.emplace_back();
        const std::size_t count = dice() % (most_in_slot + 1);
        for (std::size_t n = 0; n < count; ++n) {
            slot.push_back(static_cast<std::int32_t>(dice() % 1'000'001));
        }
    }
    return out;
}

}  // namespace

TEST_CASE("the recursion gives what walking through every way to come gives") {
    std::mt19937_64 dice(3);
    for (int round = 0; round < 100; ++round) {
        const SlotSession session = some_session(dice, 1 + dice() % 6, 2);

        const Expected expected = expected_of(session, costs);

        // Each of the three parts is rounded down to a thousandth of a minute.
        const double lost = by_hand(session, 0, 0) - static_cast<double>(expected.cost) / 1'000;
        REQUIRE(lost >= -1e-4);
        REQUIRE(lost <= 0.017);
        REQUIRE(expected.overfull_ppm / 1e6 ==
                doctest::Approx(overfull_by_hand(session)).epsilon(1e-4).scale(1));
    }
}

TEST_CASE(
    "where everybody comes to a slot of their own, nothing costs anything, nor do extras help") {
    const Advice advice = advise_extras(alike(12, 1'000'000), costs, caps, 1'000'000);

    CHECK(advice.without.cost == 0);
    CHECK(advice.extra_slots.empty());
    CHECK(advice.stop == Stop::cost_would_rise);
}

TEST_CASE("where many stay away, extras are advised, and cost falls with each") {
    const Advice advice = advise_extras(alike(12, 600'000), costs, caps, 600'000);

    CHECK(advice.extra_slots.size() == 3);
    CHECK(advice.stop == Stop::extras_cap);
    CHECK(advice.with.cost < advice.without.cost);
    CHECK(advice.with.idle < advice.without.idle);
}

TEST_CASE("two more than there are slots come in at most one of ten sessions") {
    Caps strict;
    strict.overfull_ppm = 1'000;

    const Advice advice = advise_extras(alike(12, 700'000), costs, strict, 700'000);

    CHECK(advice.stop == Stop::overfull_cap);
    CHECK(advice.with.overfull_ppm <= 1'000);
}

TEST_CASE("whatever the session, no cap is broken and no advice costs more than none") {
    std::mt19937_64 dice(5);
    for (int round = 0; round < 300; ++round) {
        const SlotSession session = some_session(dice, 1 + dice() % 16, 1);
        const auto extra = static_cast<std::int32_t>(dice() % 1'000'001);

        Advice advice = advise_extras(session, costs, caps, extra);

        REQUIRE(advice.with.cost <= advice.without.cost);
        REQUIRE(advice.extra_slots.size() * 4 <= session.shows_ppm.size());
        SlotSession booked = session;
        for (const std::size_t slot : advice.extra_slots) booked.shows_ppm[slot].push_back(extra);
        REQUIRE(expected_of(booked, costs).cost == advice.with.cost);
        if (!advice.extra_slots.empty()) REQUIRE(overfull_by_hand(booked) <= 0.1 + 1e-6);
        std::sort(advice.extra_slots.begin(), advice.extra_slots.end());
        const auto twice = std::adjacent_find(advice.extra_slots.begin(), advice.extra_slots.end());
        REQUIRE(twice == advice.extra_slots.end());
        for (const std::size_t slot : advice.extra_slots) {
            REQUIRE(slot + 1 < session.shows_ppm.size());
        }
    }
}

TEST_CASE("extras that are there already count, and closed slots take none") {
    const SlotSession empty = alike(12, 600'000);
    SlotSession with_one = empty;
    with_one.shows_ppm[4].push_back(600'000);
    const Settled one{.extra_slots = {4}, .closed_slots = {0, 1}};

    const Advice advice = advise_extras(with_one, costs, caps, 600'000, one);

    CHECK(advice.extra_slots.size() == 2);
    CHECK(advice.stop == Stop::extras_cap);
    for (const std::size_t slot : advice.extra_slots) CHECK((slot > 1 && slot != 4));
}

TEST_CASE("slots that are over count for the share of extras, and so do the extras in them") {
    const SlotSession rest = alike(4, 500'000);

    CHECK(most_extras(rest, caps, {}) == 1);
    CHECK(most_extras(rest, caps, {.past_slots = 8}) == 3);
    CHECK(advise_extras(rest, costs, caps, 500'000, {.past_slots = 8, .past_extras = 3})
              .extra_slots.empty());
    CHECK(cap_against(rest, caps, {.past_slots = 8, .past_extras = 3}, 0, 500'000) ==
          Stop::extras_cap);
    CHECK_FALSE(cap_against(rest, caps, {.past_slots = 8, .past_extras = 2}, 0, 500'000));
}

TEST_CASE("what is advised breaks no cap, and a cap is named where one would be broken") {
    std::mt19937_64 dice(9);
    for (int round = 0; round < 300; ++round) {
        SlotSession session = some_session(dice, 1 + dice() % 16, 2);
        const std::size_t slots = session.shows_ppm.size();
        const auto extra = static_cast<std::int32_t>(dice() % 1'000'001);
        Settled settled{.closed_slots = {dice() % slots}, .past_slots = dice() % 8};
        for (const std::size_t slot :
             advise_extras(session, costs, caps, extra, settled).extra_slots) {
            REQUIRE_FALSE(cap_against(session, caps, settled, slot, extra));
            session.shows_ppm[slot].push_back(extra);
            settled.extra_slots.push_back(slot);
            const auto again = cap_against(session, caps, settled, slot, extra);
            REQUIRE((again == Stop::no_slot_left || again == Stop::extras_cap));
        }
        REQUIRE(cap_against(session, caps, settled, slots - 1, extra).has_value());
    }
}

TEST_CASE("the largest session there may be is summed without overflow") {
    SlotSession session{max_slot_minutes, {}};
    session.shows_ppm.assign(max_slots, std::vector<std::int32_t>(max_booked_in_slot, 1'000'000));
    const Costs dear{Costs::most, Costs::most, Costs::most, 0};

    const Expected expected = expected_of(session, dear);

    // 1,800 are left at the end; 9 more wait after each slot, and then one fewer at a time.
    CHECK(expected.overtime == std::int64_t{1'800} * max_slot_minutes * 1'000);
    CHECK(expected.wait == (std::int64_t{9} * 200 * 201 / 2 + std::int64_t{1'800} * 1'799 / 2) *
                               max_slot_minutes * 1'000);
    CHECK(expected.cost > 0);
}

TEST_CASE("these are the figures on every machine and with every compiler") {
    const Advice advice = advise_extras(alike(12, 700'000), costs, caps, 700'000);

    CHECK(advice.extra_slots == std::vector<std::size_t>{0, 4});
    CHECK(advice.without.cost == 432'000);
    CHECK(advice.with.cost == 355'414);
}

TEST_CASE("a session that makes no sense is refused by name") {
    const auto fault = [](const SlotSession& session, std::int32_t extra = 0) {
        const char* name = fault_of(session, costs, caps, extra);
        return std::string(name == nullptr ? "" : name);
    };
    CHECK(fault(alike(12, 700'000)).empty());
    CHECK(fault({20, {}}) == "no_slot");
    CHECK(fault(alike(max_slots + 1, 0)) == "too_many");
    CHECK(fault({20, {std::vector<std::int32_t>(max_booked_in_slot + 1, 0)}}) == "too_many");
    CHECK(fault({0, {{0}}}) == "bad_slot_minutes");
    CHECK(fault({20, {{1'000'001}}}) == "bad_probability");
    CHECK(fault(alike(12, 0), -1) == "bad_probability");
    CHECK(fault_of(alike(2, 0), {-1, 6, 9, 0}, caps, 0) == std::string("bad_cost"));
    CHECK(fault_of(alike(2, 0), costs, {101, 0}, 0) == std::string("bad_cap"));
}
