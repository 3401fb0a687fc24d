// What a repair answers, and the picture.

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "cli/solve/clinic_plan.hpp"
#include "cli/solve/gantt.hpp"
#include "cli/solve/repair_answer.hpp"
#include "tests/cli/solve/page.hpp"

namespace {

using namespace wayside;
using namespace wayside::cli::solve;
using namespace wayside::solver;

std::string example(int number) {
    return testing::block_of_page("## plan, repair: clinic-plan", number);
}

struct Read {
    problem::Problem day;
    problem::Disruption disruption;
};

Read read_examples() {
    const auto instance = LocatedJson::parse(example(0), "day.json");
    auto day = read_instance(*instance);
    REQUIRE(day);
    const auto file = LocatedJson::parse(example(2), "repair.json");
    auto disruption = read_repair(*file, *day);
    REQUIRE(disruption);
    return {std::move(day).value(), std::move(disruption).value()};
}

TEST_CASE("the answer of a repair is a plan, and its changes undo it exactly") {
    const Read read = read_examples();
    const plan::Repair repair =
        plan::make_repair(read.day, read.disruption, {}, search::Budget::of_iterations(300));

    const std::string text = repair_json(read.day, repair);

    const auto parsed = LocatedJson::parse(text, "answer.json");
    REQUIRE(parsed);
    const auto plan = read_plan(*parsed, read.day);
    REQUIRE(plan);
    CHECK(*plan == repair.proposals.front().plan);
    auto json = nlohmann::json::parse(text);
    for (const auto& change : json["proposals"][0]["changes"]) {
        for (auto& visit : json["visits"]) {
            if (visit["id"] != change["id"]) continue;
            visit = change["was"];
            visit["id"] = change["id"];
        }
    }
    const auto undone = LocatedJson::parse(json.dump(), "undone.json");
    REQUIRE(undone);
    CHECK(*read_plan(*undone, read.day) == read.disruption.announced);
}

TEST_CASE("the picture names each visit and lets no name break out of it") {
    Read read = read_examples();
    read.day.visits[0].id = "<V&1>";

    const std::string svg =
        gantt_svg(read.day, read.disruption.announced, &read.disruption.announced);

    CHECK(svg.rfind("<svg ", 0) == 0);
    CHECK(svg.find("&lt;V&amp;1&gt;") != std::string::npos);
    CHECK(svg.find("<V&1>") == std::string::npos);
    CHECK(svg.find("left out: V2 V3") != std::string::npos);
}

TEST_CASE("a picture has a panel for each day with work, and each part of a visit over midnight") {
    Read read = read_examples();
    read.day.slot_minutes = 48;  // a day ends within the visit that is planned
    read.day.slots = 90;         // and nobody works on the third

    const std::string svg = gantt_svg(read.day, read.disruption.announced, nullptr);

    CHECK(svg.find(">day 2<") != std::string::npos);
    CHECK(svg.find(">day 3<") == std::string::npos);
    const std::string label = "<text x=\"";
    std::size_t labels = 0;
    for (auto at = svg.find(label); at != std::string::npos; at = svg.find(label, at + 1)) {
        if (svg.compare(svg.find('>', at), 4, ">V1<") != 0) continue;
        ++labels;
        CHECK(std::stoi(svg.substr(at + label.size())) >= 150);
    }
    CHECK(labels == 4);  // of the doctor and of the room, on both days
}

}  // namespace
