#include "cli/solve/clinic_plan.hpp"

#include <doctest/doctest.h>

#include "solver/plan/evaluate.hpp"
#include "solver/plan/planner.hpp"
#include "solver/search/generator.hpp"
#include "tests/cli/solve/page.hpp"

namespace {

using namespace wayside;
using namespace wayside::cli::solve;
using namespace wayside::solver;
using testing::with_part;

std::string example(int number) {
    return testing::block_of_page("## plan, repair: clinic-plan", number);
}

Result<problem::Problem> instance_of(const std::string& text) {
    const auto json = LocatedJson::parse(text, "day.json");
    if (!json) return json.refusal();
    return read_instance(*json);
}

TEST_CASE("the worked example is an instance, its plan costs what the page says") {
    const auto day = instance_of(example(0));
    REQUIRE(day);
    const auto plan_file = LocatedJson::parse(example(1), "plan.json");
    REQUIRE(plan_file);

    const auto plan = read_plan(*plan_file, *day);

    REQUIRE(plan);
    const plan::Verdict verdict = plan::evaluate(*day, *plan);
    CHECK(verdict.violations.empty());
    CHECK(verdict.costs.total() == 1025);
    CHECK(plan_json(*day, *plan) == example(1));
}

TEST_CASE("the worked example of a repair is read, its emergency is a visit of the day") {
    auto day = instance_of(example(0));
    REQUIRE(day);
    const auto file = LocatedJson::parse(example(2), "repair.json");
    REQUIRE(file);

    const auto repair = read_repair(*file, *day);

    REQUIRE(repair);
    CHECK(day->visits.size() == 3);
    CHECK(repair->emergencies == std::vector<std::size_t>{2});
    CHECK(repair->absences.size() == 1);
    CHECK(repair->closures.size() == 1);
    CHECK(repair->from == 12);
}

TEST_CASE("the worked week is read, and planned as well as the page says") {
    const auto week = instance_of(example(3));
    REQUIRE(week);
    const auto plan_file = LocatedJson::parse(example(4), "plan.json");
    REQUIRE(plan_file);
    const auto of_page = read_plan(*plan_file, *week);
    REQUIRE(of_page);

    const plan::Outcome found = plan::make_plan(*week, {}, search::Budget::of_iterations(300));

    const plan::Verdict verdict = plan::evaluate(*week, *of_page);
    CHECK(verdict.violations.empty());
    CHECK(verdict.costs.total() == 1230);
    CHECK(plan::evaluate(*week, found.plan).violations.empty());
    CHECK(found.cost == 1230);
}

TEST_CASE("what is wrong in an instance is refused by file and line") {
    const std::string good = example(0);
    const auto check = [&](const std::string& what, const std::string& by,
                           const std::string& detail) {
        const auto read = instance_of(with_part(good, what, by));
        REQUIRE_FALSE(read);
        CHECK(read.refusal().detail == detail);
    };

    check("clinic-plan-1", "clinic-plan-9", "day.json:1: the format is not clinic-plan-1");
    check("\"slots\":48", "\"slots\":0", "day.json:4: a whole number from 1 to 2560 is wanted");
    check("\"id\":\"R1\"", "\"id\":\"P1\"", "day.json:1: resource 'P1' is there twice");
    check("\"service\":\"S2\"", "\"service\":\"S9\"", "day.json:20: no such service");
    check("\"urgency\":\"soon\"", "\"urgency\":\"whenever\"",
          "day.json:20: 'whenever' is no urgency");
    check("\"roles\":[\"doctor\"]", "\"roles\":[\"pilot\"]",
          "day.json:13: nobody and nothing fills a need of service 'S1'");
    check("\"slots\":[4]", "\"slots\":[4,4]", "day.json:19: a list of 1 to 1 is wanted, not of 2");
    check("\"slots\":[4]", "\"slots\":[4],\"slots_p80\":[3]",
          "day.json:19: four in five take no less than half of them");
}

TEST_CASE("a plan that names a visit twice, an unknown one or none is refused by file and line") {
    const auto day = instance_of(example(0));
    REQUIRE(day);
    const auto check = [&](const std::string& what, const std::string& by,
                           const std::string& detail) {
        const auto json = LocatedJson::parse(with_part(example(1), what, by), "plan.json");
        REQUIRE(json);
        const auto read = read_plan(*json, *day);
        REQUIRE_FALSE(read);
        CHECK(read.refusal().detail == detail);
    };

    check("V2", "V1", "plan.json:5: planned more than once");
    check("V2", "V7", "plan.json:5: the instance has no such visit");
    check("\"R1\"", "\"R9\"", "plan.json:4: no such resource");
    check(",\n{\"id\":\"V2\",\"unserved\":true}", "",
          "plan.json:3: a visit of the instance is missing");
}

TEST_CASE("a changed byte of an instance is refused or read, and what is read can be planned") {
    const std::string good = example(0);
    search::Generator draw(11);
    int read_well = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string text = good;
        for (int change = draw.between(1, 3); change > 0; --change) {
            const std::size_t at = draw.index(text.size());
            if (draw.below(3) == 0) {
                text.erase(at, draw.index(6) + 1);
            } else {
                text[at] =
                    static_cast<char>(draw.below(3) == 0 ? draw.below(256) : '0' + draw.below(10));
            }
            if (text.empty()) text = "{";
        }
        const auto read = instance_of(text);
        if (!read) {
            CHECK(read.refusal().detail.rfind("day.json:", 0) == 0);
            continue;
        }
        ++read_well;
        const auto outcome = plan::make_plan(*read, {}, search::Budget::of_iterations(10));
        const plan::Verdict verdict = plan::evaluate(*read, outcome.plan);
        CHECK(verdict.violations.empty());
        CHECK(verdict.costs.total() == outcome.cost);
    }
    CHECK(read_well > 100);
}

}  // namespace
