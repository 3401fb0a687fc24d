#include <doctest/doctest.h>

#include "solver/problem/problem.hpp"

namespace {

using namespace wayside::solver::problem;

Service service_of(const char* id) {
    Service service;
    service.id = id;
    return service;
}

TEST_CASE("a credential counts for the services of its scope until it expires") {
    Resource nurse{.id = "P1", .kind = Kind::practitioner, .group = "nurse"};
    nurse.credentials = {{.name = "wound", .services = {"S1"}, .expires = 40}, {.name = "lung"}};
    const Need wound{
        .kind = Kind::practitioner, .groups = {"doctor", "nurse"}, .credentials = {"wound"}};
    const Need both{
        .kind = Kind::practitioner, .groups = {"nurse"}, .credentials = {"wound", "lung"}};
    const Need doctor{.kind = Kind::practitioner, .groups = {"doctor"}};

    CHECK(suits_until(nurse, wound, service_of("S1")) == 40);
    CHECK(suits_until(nurse, both, service_of("S1")) == 40);
    CHECK(suits_until(nurse, wound, service_of("S2")) == 0);
    CHECK(suits_until(nurse, doctor, service_of("S1")) == 0);
}

TEST_CASE("paid time is the shifts without what of the breaks lies in them") {
    Resource person{.id = "P1", .kind = Kind::practitioner, .group = "nurse"};
    person.shifts = {{.span = {0, 50}, .overtime = 5}, {.span = {100, 140}}};
    person.breaks = {{20, 26}, {48, 52}, {110, 112}};

    CHECK(paid_slots(person) == 50 + 40 - 6 - 2 - 2);
}

TEST_CASE("a role's work is shared out by paid time") {
    Problem problem;
    problem.slots = 100;
    for (const Slot end : {30, 60}) {
        Resource person{.id = std::to_string(end), .kind = Kind::practitioner, .group = "nurse"};
        person.shifts = {{.span = {0, end}}};
        problem.resources.push_back(person);
    }
    Service service = service_of("S1");
    service.stages = {
        {.name = "visit", .needs = {{.kind = Kind::practitioner, .groups = {"nurse"}}}}};
    problem.services = {service};
    for (int i = 0; i < 3; ++i) {
        Visit visit;
        visit.slots = {10};
        problem.visits.push_back(visit);
    }

    CHECK(fair_shares(problem) == std::vector<Slot>{10, 20});
}

TEST_CASE("each wish that a person does not meet counts once") {
    Resource person{.id = "P1", .kind = Kind::practitioner, .group = "nurse"};
    person.sex = "f";
    person.languages = {"en", "sw"};
    Visit visit;

    CHECK(unmet_wishes(visit, person) == 0);
    visit.wishes = {.practitioner = "P2", .sex = "f", .language = "fr", .site = "north"};
    CHECK(unmet_wishes(visit, person) == 3);
}

}  // namespace
