#include "solver/plan/evaluate.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace wayside::solver;
using namespace wayside::solver::problem;
using namespace wayside::solver::plan;

/// One doctor, one nurse, one room; one visit of two stages and one of one.
Problem small() {
    Problem problem{.name = "small", .slot_minutes = 5, .slots = 60};
    Resource doctor{.id = "P1", .kind = Kind::practitioner, .group = "doctor"};
    doctor.shifts = {{.span = {0, 40}, .overtime = 5}};
    doctor.breaks = {{20, 24}};
    Resource nurse = doctor;
    nurse.id = "P2";
    nurse.group = "nurse";
    Resource room{.id = "R1", .kind = Kind::room, .group = "exam"};
    room.clean = 1;
    problem.resources = {doctor, nurse, room};
    Service talk;
    talk.id = "talk";
    talk.stages = {{.name = "talk",
                    .needs = {{.kind = Kind::practitioner, .groups = {"doctor"}},
                              {.kind = Kind::room, .groups = {"exam"}, .setup = 1}}}};
    Service two;
    two.id = "two";
    two.stages = {{.name = "first", .needs = {{.kind = Kind::practitioner, .groups = {"nurse"}}}},
                  {.name = "second",
                   .needs = {{.kind = Kind::practitioner, .groups = {"doctor"}}},
                   .gap_least = 1,
                   .gap_most = 3}};
    problem.services = {talk, two};
    Visit one{.id = "V1"};
    one.slots = {4};
    one.latest = 50;
    one.wish_from = 2;
    one.wish_to = 4;
    Visit other{.id = "V2", .service = 1};
    other.slots = {3, 5};
    other.urgency = Urgency::urgent;
    other.latest = 50;
    problem.visits = {one, other};
    problem.weights = {.wait = 1, .idle = 5, .overtime = 10, .wish = 3};
    problem.weights.unserved = {1000, 1000, 5000};
    return problem;
}

std::vector<std::string> names(const Verdict& verdict) {
    std::vector<std::string> found;
    for (const Violation& violation : verdict.violations) found.push_back(violation.name);
    return found;
}

TEST_CASE("each component of a plan's cost is counted as the checker counts it") {
    const Problem problem = small();
    // Talk 10 to 14, six after the wish; first 26 to 29, gap 2, second 31 to 36.
    const Plan plan{{{{10, {0, 2}}}, {{26, {1}}, {31, {0}}}}};

    const Verdict verdict = evaluate(problem, plan);

    CHECK(names(verdict).empty());
    CHECK(verdict.costs.wait == 6 + 26 + 2);
    // The doctor waits from 14 to 31 but for the break from 20 to 24.
    CHECK(verdict.costs.idle == 5 * (17 - 4));
    CHECK(verdict.costs.overtime == 0);
    CHECK(evaluate(problem, {{{}, {}}}).costs.total() == 6000);
}

TEST_CASE(
    "a visit that may take long costs what it would run into the next, if its patient comes") {
    Problem problem = small();
    problem.weights.knock_on = 10;
    problem.visits[0].slots_p80 = {7};
    problem.visits[0].show_percent = 75;
    // The doctor's talk ends at 14 and may last until 17; the next begins after so many slots.
    const auto knock_on = [&](Slot room) {
        const Plan plan{{{{10, {0, 2}}}, {{9 + room, {1}}, {14 + room, {0}}}}};
        return evaluate(problem, plan).costs.knock_on;
    };

    CHECK(knock_on(0) == 22);  // 3 slots late, 75 %, rounded down
    CHECK(knock_on(2) == 7);
    CHECK(knock_on(3) == 0);
    CHECK(evaluate(problem, {{{{10, {0, 2}}}, {}}}).costs.knock_on == 0);
    problem.visits[0].show_percent = 0;
    CHECK(knock_on(0) == 0);
}

TEST_CASE("hard constraints are named") {
    const Problem problem = small();
    const auto of = [&](Placement one, Placement other) {
        return names(evaluate(problem, {{std::move(one), std::move(other)}}));
    };
    using Names = std::vector<std::string>;

    CHECK(of({{10, {0}}}, {}) == Names{"RESOURCE_COUNT"});
    CHECK(of({}, {{10, {1}}}) == Names{"STAGE_COUNT"});
    CHECK(of({{10, {9, 2}}}, {}) == Names{"UNKNOWN_RESOURCE"});
    CHECK(of({{10, {2, 2}}}, {}) == Names{"WRONG_TYPE"});
    CHECK(of({{10, {1, 2}}}, {}) == Names{"ROLE"});
    CHECK(of({{18, {0, 2}}}, {}) == Names{"BREAK"});
    CHECK(of({{42, {0, 2}}}, {}) == Names{"SHIFT"});
    CHECK(of({{0, {0, 2}}}, {}) == Names{"HORIZON"});
    CHECK(of({}, {{5, {1}}, {8, {0}}}) == Names{"STAGE_ORDER"});
    CHECK(of({}, {{5, {1}}, {12, {0}}}) == Names{"STAGE_GAP"});
    CHECK(of({{10, {0, 2}}}, {{5, {1}}, {9, {0}}}) == Names{"PRACTITIONER_OVERLAP"});
}

TEST_CASE("in a repair what had begun stays, nothing begins before now, nobody absent begins") {
    const Problem problem = small();
    const Plan announced{{{{10, {0, 2}}}, {{26, {1}}, {31, {0}}}}};
    Disruption disruption{.from = 12, .announced = announced};
    disruption.absences = {{0, 12}};
    const auto of = [&](Plan plan) { return names(evaluate(problem, plan, disruption)); };
    using Names = std::vector<std::string>;

    CHECK(of(announced) == Names{"ABSENT"});
    CHECK(of({{{{15, {0, 2}}}, {}}}) == Names{"FROZEN", "ABSENT"});
    CHECK(of({{{{10, {0, 2}}}, {{5, {1}}, {9, {0}}}}}) ==
          Names{"PAST", "PAST", "PRACTITIONER_OVERLAP"});
    CHECK(of({{{{10, {0, 2}}}, {}}}).empty());
}

}  // namespace
