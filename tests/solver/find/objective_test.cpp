#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "solver/find/find_slots.hpp"

using namespace wayside::solver::find;

namespace {

/// Ama and Ben, from 08:00 (tick 96) to 12:00; nothing shorter than 15 minutes is of use to them.
Agenda morning() {
    Agenda agenda(288);
    for (const char* id : {"ama", "ben"}) {
        Calendar calendar(288);
        calendar.open(8 * 60, 12 * 60);
        agenda.add(Resource{id, calendar, 3});
    }
    return agenda;
}

Pattern visit_with(std::vector<ResourceIndex> who, std::uint32_t site = 0) {
    return {{{"clinician", AnyOf{std::move(who), 1}, {0, 4}}}, 4, site};
}

bool has(const Slot& slot, Reason reason) {
    return std::find(slot.reasons.begin(), slot.reasons.end(), reason) != slot.reasons.end();
}

Question best(std::size_t count) {
    return {96, 288, count, Choose::best, {}};
}

}  // namespace

TEST_CASE("the slot that leaves no gap is better than one that leaves five minutes") {
    Agenda agenda = morning();
    agenda.take(ResourceIndex{0}, 8 * 60, 8 * 60 + 5);
    agenda.take(ResourceIndex{0}, 8 * 60 + 30, 9 * 60);
    Question question = best(1);
    question.objective.fill.per_lost_tick = 20;

    const Answer answer = find_slots(agenda, visit_with({0}), question);

    REQUIRE(answer.slots.size() == 1);
    CHECK(answer.slots[0].start == 108);
    CHECK(answer.slots[0].costs == Costs{12});
    CHECK(has(answer.slots[0], Reason::no_gap));
    CHECK_FALSE(has(answer.slots[0], Reason::earliest));
    question.objective.fill.per_lost_tick = 5;
    const Answer hurried = find_slots(agenda, visit_with({0}), question);
    CHECK(hurried.slots[0].start == 97);
    CHECK(hurried.slots[0].costs == Costs{1, 0, 0, 0, 5, 0, 0});
    CHECK_FALSE(has(hurried.slots[0], Reason::no_gap));
}

TEST_CASE("the fuller practitioner is chosen where the other one's morning would be cut up") {
    Agenda agenda = morning();
    agenda.take(ResourceIndex{1}, 8 * 60 + 20, 9 * 60);
    Question question = best(1);
    question.from = 94;
    question.to = 98;
    question.objective.fill.per_lost_tick = 1;
    agenda.take(ResourceIndex{0}, 8 * 60 + 30, 9 * 60);

    const Answer answer = find_slots(agenda, visit_with({0, 1}), question);

    CHECK(answer.slots[0].practitioner == ResourceIndex{1});
}

TEST_CASE("who is urgent waits less for a wish than who is not") {
    Agenda agenda = morning();
    agenda.take(ResourceIndex{0}, 8 * 60, 10 * 60);
    Question question = best(1);
    question.objective.wishes.practitioner = 0;
    question.objective.wishes.other_practitioner = 40;

    CHECK(find_slots(agenda, visit_with({0, 1}), question).slots[0].practitioner ==
          ResourceIndex{0});
    question.objective.urgency.per_tick_of_wait = 6;
    CHECK(find_slots(agenda, visit_with({0, 1}), question).slots[0].practitioner ==
          ResourceIndex{1});
}

TEST_CASE("beyond the latest start that is clinically right each tick costs more, and is told") {
    Agenda agenda = morning();
    agenda.take(ResourceIndex{0}, 8 * 60, 9 * 60);
    Question question = best(2);
    question.objective.wishes.practitioner = 0;
    question.objective.wishes.other_practitioner = 40;
    question.objective.urgency.latest_start = 100;
    question.objective.urgency.per_tick_late = 4;

    const Answer answer = find_slots(agenda, visit_with({0, 1}), question);

    CHECK(answer.slots[0].practitioner == ResourceIndex{1});
    CHECK(has(answer.slots[0], Reason::in_time));
    question.objective.urgency.per_tick_late = 1;
    const Answer patient = find_slots(agenda, visit_with({0, 1}), question);
    CHECK(patient.slots[0].practitioner == ResourceIndex{0});
    CHECK(patient.slots[0].costs == Costs{12, 8});
    CHECK(has(patient.slots[0], Reason::late));
}

TEST_CASE("the nearer site is worth a wait that its journey is worth") {
    Agenda agenda = morning();
    agenda.take(ResourceIndex{0}, 8 * 60, 9 * 60);
    const std::vector<Pattern> ways{visit_with({0}, 0), visit_with({1}, 1)};
    Question question = best(1);
    question.objective.travel.journeys = {2, 24};
    question.objective.travel.per_tick_of_journey = 1;

    const Answer answer = find_slots(agenda, ways, question);

    CHECK(answer.slots[0].way == 0);
    CHECK(answer.slots[0].start == 108);
    CHECK(answer.slots[0].costs == Costs{12, 0, 0, 0, 0, 2, 0});
    CHECK(has(answer.slots[0], Reason::nearest));
    question.objective.travel.journeys = {2, 4};
    CHECK(find_slots(agenda, ways, question).slots[0].way == 1);
}

TEST_CASE("who walks two hours by daylight is not offered the first slot of the day") {
    Question question = best(1);
    question.objective.travel.journeys = {24};
    question.objective.travel.times = {{78, 216}};  // 06:30 to 18:00
    question.objective.travel.outside_times = 1'000;

    const Answer answer = find_slots(morning(), visit_with({0}), question);

    CHECK(answer.slots[0].start == 102);  // sets out at 06:30
    CHECK(has(answer.slots[0], Reason::within_travel_times));
    question.objective.travel.times = {{78, 120}};
    const Answer never = find_slots(morning(), visit_with({0}), question);
    CHECK(never.slots[0].start == 96);
    CHECK(never.slots[0].costs.out_of_times == 1'000);
}

TEST_CASE("two ways at one start are offered by the practitioner's id, each start once if first") {
    const std::vector<Pattern> ways{visit_with({1}, 0), visit_with({0}, 1)};

    const Answer first = find_slots(morning(), ways, {0, 288, 2, Choose::first, {}});
    const Answer all = find_slots(morning(), ways, {0, 288, 2, Choose::best, {}});

    CHECK(first.slots[0].practitioner == ResourceIndex{0});
    CHECK(first.slots[0].way == 1);
    CHECK(first.slots[1].start == 97);
    CHECK(all.slots[1].start == 96);
    CHECK(all.slots[1].practitioner == ResourceIndex{1});
    CHECK(all.slots[1].way == 0);
}
