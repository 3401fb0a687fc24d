#include "tests/solver/plan/made_problem.hpp"

#include <algorithm>
#include <string>

namespace wayside::solver::plan {

namespace {

using namespace problem;
using search::Generator;

Resource made_person(Generator& draw, int number, const Making& making) {
    Resource person{.id = "P" + std::to_string(number),
                    .kind = Kind::practitioner,
                    .group = number % 3 == 0 ? "doctor" : "nurse"};
    person.sex = draw.below(2) == 0 ? "f" : "m";
    person.languages = {"en"};
    if (draw.below(3) == 0) person.languages.push_back("sw");
    person.credentials = {{.name = "scrub"}};
    const Slot day = making.slots / making.days;
    if (making.has_all_weights && number % 4 == 1) {
        person.credentials[0].expires = making.slots * 2 / 3;
        person.contract_slots = making.slots / 3;
    }
    for (int d = 0; d < making.days; ++d) {
        const Slot begin = d * day + draw.between(0, 12);
        const Slot end = begin + day * 2 / 3;
        person.shifts.push_back({.span = {begin, end}, .overtime = 8});
        const Slot rest = (begin + end) / 2 + draw.between(-4, 4);
        person.breaks.push_back({rest, rest + 6});
    }
    return person;
}

Need person(const char* role, bool is_scrubbed = false) {
    Need need{.kind = Kind::practitioner, .groups = {role}};
    if (is_scrubbed) need.credentials = {"scrub"};
    return need;
}

Need thing(Kind kind, const char* group, Slot setup, Slot clean) {
    return {.kind = kind, .groups = {group}, .credentials = {}, .setup = setup, .clean = clean};
}

std::vector<Service> made_services() {
    Service talk;
    talk.id = "talk";
    talk.stages = {{.name = "talk", .needs = {person("doctor"), thing(Kind::room, "exam", 0, 1)}}};
    Service dress;
    dress.id = "dress";
    dress.stages = {{.name = "dress", .needs = {person("nurse"), thing(Kind::room, "exam", 1, 0)}}};
    dress.stages[0].needs[0].groups = {"nurse", "doctor"};
    Service pair;
    pair.id = "pair";
    pair.stages = {{.name = "pair", .needs = {person("doctor"), person("nurse", true)}}};
    Service operate;
    operate.id = "operate";
    operate.stages = {
        {.name = "prepare", .needs = {person("nurse"), thing(Kind::room, "exam", 0, 2)}},
        {.name = "operate",
         .needs = {person("doctor"), person("nurse", true), thing(Kind::device, "scope", 0, 3)},
         .gap_least = 0,
         .gap_most = 5},
        {.name = "rest",
         .needs = {thing(Kind::chair, "rest", 0, 1)},
         .gap_least = 1,
         .gap_most = 3}};
    operate.lead_stage = 1;
    return {talk, dress, pair, operate};
}

Visit made_visit(Generator& draw, int number, const Problem& problem) {
    Visit visit{.id = "V" + std::to_string(number)};
    visit.service = std::min<std::size_t>(draw.index(7), 6);
    visit.service = visit.service < 3 ? 0 : (visit.service < 5 ? 1 : visit.service - 3);
    for (std::size_t k = 0; k < problem.services[visit.service].stages.size(); ++k) {
        visit.slots.push_back(draw.between(2, 9));
    }
    visit.urgency = static_cast<Urgency>(draw.below(3));
    visit.earliest = draw.between(0, problem.slots / 2);
    visit.latest = std::min(problem.slots - 1, visit.earliest + draw.between(5, problem.slots / 2));
    visit.wish_from = draw.between(visit.earliest, visit.latest);
    visit.wish_to = std::min(visit.latest, visit.wish_from + draw.between(0, 10));
    if (draw.below(3) == 0) visit.wishes.practitioner = "P" + std::to_string(draw.between(1, 6));
    if (draw.below(4) == 0) visit.wishes.sex = "f";
    if (draw.below(4) == 0) visit.wishes.language = "sw";
    if (draw.below(4) == 0) visit.wishes.days = {{0, problem.slots / 2}};
    Generator spread(static_cast<std::uint64_t>(number));
    visit.show_percent = spread.between(60, 100);
    for (const Slot slots : visit.slots) {
        visit.slots_p80.push_back(slots + spread.between(0, 5));
    }
    return visit;
}

}  // namespace

Problem made_problem(std::uint64_t seed, const Making& making) {
    Generator draw(seed);
    Problem problem{.name = "made", .slot_minutes = 5, .slots = making.slots};
    for (int i = 1; i <= 6; ++i) problem.resources.push_back(made_person(draw, i, making));
    const auto add = [&](const char* id, Kind kind, const char* group, Slot clean) {
        Resource made{.id = id, .kind = kind, .group = group};
        made.clean = clean;
        const Slot at = draw.between(0, making.slots - 10);
        if (draw.below(2) == 0) made.closed = {{at, at + 10}};
        problem.resources.push_back(made);
    };
    for (const char* id : {"R1", "R2", "R3", "R4"}) add(id, Kind::room, "exam", 0);
    for (const char* id : {"D1", "D2"}) add(id, Kind::device, "scope", 2);
    for (const char* id : {"C1", "C2"}) add(id, Kind::chair, "rest", 1);
    problem.services = made_services();
    for (int i = 1; i <= making.visits; ++i) {
        problem.visits.push_back(made_visit(draw, i, problem));
    }
    problem.weights = {.wait = 1, .idle = 5, .overtime = 10, .wish = 3};
    problem.weights.unserved = {1000, 1000, 5000};
    problem.weights.moved = 20;
    if (making.has_all_weights) {
        problem.weights.long_wait = 2;
        problem.weights.long_wait_after = 6;
        problem.weights.beyond_share = 1;
        problem.weights.knock_on = 7;
        problem.weights.over_use = 2;
        problem.weights.under_use = 1;
    }
    return problem;
}

Disruption made_disruption(const Problem& problem, const Plan& announced, std::uint64_t seed) {
    Generator draw(seed);
    Disruption disruption{.from = problem.slots / 4, .announced = announced};
    disruption.absences = {{draw.index(6), disruption.from}};
    disruption.closures = {{6 + draw.index(4), {disruption.from, problem.slots * 2 / 3}}};
    const std::size_t fresh = draw.index(problem.visits.size());
    if (disruption.announced.visits[fresh].empty()) disruption.emergencies = {fresh};
    return disruption;
}

}  // namespace wayside::solver::plan
