#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "solver/find/find_slots.hpp"
#include "tests/solver/find/naive_clinic.hpp"

using namespace wayside::solver::find;

namespace {

bool same_slots(const std::vector<Slot>& a, const std::vector<Slot>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Slot& x, const Slot& y) {
        return x.start == y.start && x.practitioner == y.practitioner && x.way == y.way &&
               x.cost == y.cost && x.costs == y.costs;
    });
}

Calendar all_day(Tick horizon) {
    Calendar out(horizon);
    out.open(0, std::int64_t{horizon} * 5);
    return out;
}

/// Ben and Ama, free all day, and one room.
Agenda small_agenda() {
    Agenda agenda(288);
    agenda.add(Resource{"ben", all_day(288)});
    agenda.add(Resource{"ama", all_day(288)});
    agenda.add(Pool("room", 1, 288));
    return agenda;
}

Pattern visit_of(Tick length) {
    const TickSpan holds{0, length};
    return {{{"clinician", AnyOf{{0, 1}, 1}, holds}, {"room", Places{0, 1}, holds}}, length};
}

}  // namespace

TEST_CASE("the search finds what trying every tick, every person and every way finds") {
    std::mt19937_64 random(2'026);
    int found = 0;
    int empty = 0;
    for (int round = 0; round < 600; ++round) {
        const naive::Clinic clinic = naive::random_clinic(random);
        Question question = naive::random_question(random, clinic);
        const auto all = all_slots(clinic, question);
        CAPTURE(round);

        question.choose = Choose::first;
        REQUIRE(same_slots(find_slots(clinic.agenda, clinic.ways, question).slots,
                           naive::first_of(all, question.count)));
        question.choose = Choose::best;
        REQUIRE(same_slots(find_slots(clinic.agenda, clinic.ways, question).slots,
                           naive::best_of(all, question.count)));
        question.choose = Choose::diverse;
        const Answer diverse = find_slots(clinic.agenda, clinic.ways, question);
        REQUIRE(same_slots(diverse.slots, naive::diverse_of(all, question)));
        REQUIRE(diverse.bottleneck.has_value() == all.empty());
        ++(all.empty() ? empty : found);
    }
    CHECK(found > 150);
    CHECK(empty > 30);
}

TEST_CASE("of two who are free the one of smaller id is offered, wherever they stand") {
    const Answer answer = find_slots(small_agenda(), visit_of(4), {0, 288, 2});

    REQUIRE(answer.slots.size() == 2);
    CHECK(answer.slots[0].start == 0);
    CHECK(answer.slots[0].practitioner == ResourceIndex{1});  // ama
    CHECK(answer.slots[0].reasons == std::vector{Reason::earliest});
    CHECK(answer.slots[1].start == 1);
}

TEST_CASE("three offers are not the same person five minutes apart") {
    Question question{0, 288, 3, Choose::diverse, {}};

    const Answer answer = find_slots(small_agenda(), visit_of(4), question);

    REQUIRE(answer.slots.size() == 3);
    CHECK(answer.slots[0].start == 0);
    CHECK(answer.slots[1].start == 12);
    CHECK(answer.slots[1].practitioner != answer.slots[0].practitioner);
    CHECK(answer.slots[1].reasons ==
          std::vector{Reason::another_practitioner, Reason::another_time});
    CHECK(answer.slots[2].start == 24);
}

TEST_CASE("who wishes for somebody is offered her first, though another is free earlier") {
    Agenda agenda = small_agenda();
    agenda.take(ResourceIndex{0}, 0, 60);
    Question question{0, 288, 2, Choose::best, {}};
    question.objective.wishes.practitioner = 0;
    question.objective.wishes.other_practitioner = 100;

    const Answer answer = find_slots(agenda, visit_of(4), question);

    CHECK(answer.slots[0].start == 12);
    CHECK(answer.slots[0].practitioner == ResourceIndex{0});
    CHECK(answer.slots[0].reasons == std::vector{Reason::wished_practitioner});
}

TEST_CASE("questions about nothing have empty answers") {
    const Agenda agenda = small_agenda();

    CHECK(find_slots(agenda, visit_of(4), {10, 10, 3}).slots.empty());
    CHECK(find_slots(agenda, visit_of(4), {300, 400, 3}).slots.empty());
    CHECK(find_slots(agenda, visit_of(4), {-500, -400, 3}).slots.empty());
    CHECK(find_slots(agenda, visit_of(4), {0, 288, 0}).slots.empty());
    CHECK(find_slots(Agenda(0), Pattern{}, {0, 288, 3}).slots.empty());
}
