#include "tests/solver/plan/made_week.hpp"

#include <algorithm>
#include <string>

#include "solver/search/generator.hpp"

namespace wayside::solver::plan {

namespace {

using namespace problem;
using search::Generator;

Resource made_person(int number, bool is_part_time) {
    Resource person{.id = "P" + std::to_string(number), .group = number <= 2 ? "doctor" : "nurse"};
    person.sex = number % 2 == 0 ? "f" : "m";
    person.languages = {"en"};
    for (int day = 0; day < days_of_week; ++day) {
        if (is_part_time && day % 2 != 0) continue;
        const Slot begin = day * slots_of_day + 96 + 3 * number;
        person.shifts.push_back({.span = {begin, begin + 84}, .overtime = 6});
        person.breaks.push_back({begin + 40, begin + 46});
    }
    // Of 78 slots a day in which there is no break.
    person.contract_slots = 56 * static_cast<Slot>(person.shifts.size());
    return person;
}

Need person(const char* role) {
    return {.kind = Kind::practitioner, .groups = {role}};
}
Need room() {
    return {.kind = Kind::room, .groups = {"exam"}};
}

std::vector<Service> made_services() {
    Service talk{.id = "talk"};
    talk.stages = {{.name = "talk", .needs = {person("doctor"), room()}}};
    Service dress{.id = "dress"};
    dress.stages = {{.name = "dress", .needs = {person("nurse"), room()}}};
    Service test{.id = "test"};
    test.stages = {{.name = "sample", .needs = {person("nurse")}},
                   {.name = "say",
                    .needs = {person("doctor"), room()},
                    .gap_least = slots_of_day / 2,
                    .gap_most = 3 * slots_of_day}};
    test.lead_stage = 1;
    return {talk, dress, test};
}

Visit made_visit(Generator& draw, int number, const Problem& week) {
    Visit visit{.id = "V" + std::to_string(number), .service = draw.index(3)};
    for (std::size_t k = 0; k < week.services[visit.service].stages.size(); ++k) {
        visit.slots.push_back(draw.between(3, 9));
    }
    visit.urgency = static_cast<Urgency>(draw.below(3));
    const int day = draw.between(0, visit.service == 2 ? 2 : days_of_week - 1);
    visit.wish_from = day * slots_of_day + draw.between(96, 170);
    visit.wish_to = visit.wish_from + 6;
    visit.earliest = day * slots_of_day;
    visit.latest = std::min(week.slots - 1, (day + draw.between(1, 3)) * slots_of_day - 1);
    if (draw.below(3) == 0) visit.wishes.sex = "f";
    // Some would rather come on the last day than at the hour that they named.
    const Slot last_day = visit.latest / slots_of_day * slots_of_day;
    if (draw.below(2) == 0) visit.wishes.days = {{last_day, last_day + slots_of_day}};
    return visit;
}

}  // namespace

Problem made_week(std::uint64_t seed) {
    Generator draw(seed);
    Problem week{.name = "week", .slots = days_of_week * slots_of_day};
    for (int i = 1; i <= 5; ++i) week.resources.push_back(made_person(i, i == 5));
    for (const char* id : {"R1", "R2", "R3"}) {
        week.resources.push_back({.id = id, .kind = Kind::room, .group = "exam", .clean = 1});
    }
    week.services = made_services();
    for (int i = 1; i <= 240; ++i) week.visits.push_back(made_visit(draw, i, week));
    week.weights = {.wait = 1, .idle = 5, .overtime = 10, .wish = 400};
    week.weights.unserved = {1000, 1000, 5000};
    return week;
}

}  // namespace wayside::solver::plan
