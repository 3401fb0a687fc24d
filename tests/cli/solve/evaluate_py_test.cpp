// Our evaluator against the benchmark's own, on good plans and on spoilt ones.

#include <doctest/doctest.h>

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/solve/clinic_plan.hpp"
#include "cli/solve/files.hpp"
#include "solver/plan/evaluate.hpp"
#include "solver/plan/planner.hpp"
#include "solver/search/generator.hpp"
#include "tests/cli/solve/shared_files.hpp"

namespace {

using namespace wayside;
using namespace wayside::cli::solve;
using namespace wayside::solver;

std::string output_of(const std::string& command) {
    struct Close {
        void operator()(std::FILE* pipe) const { ::pclose(pipe); }
    };
    const std::unique_ptr<std::FILE, Close> pipe(::popen(command.c_str(), "r"));
    REQUIRE(pipe);
    std::string text;
    std::array<char, 4096> part{};
    while (const std::size_t read = std::fread(part.data(), 1, part.size(), pipe.get())) {
        text.append(part.data(), read);
    }
    return text;
}

/// Moves, swaps and leaves out at random, so that many constraints break.
problem::Plan spoilt(const problem::Problem& day, problem::Plan plan, search::Generator& draw) {
    for (int i = draw.between(0, 12); i > 0; --i) {
        problem::Placement& placement = plan.visits[draw.index(plan.visits.size())];
        if (placement.empty()) continue;
        problem::StagePlacement& stage = placement[draw.index(placement.size())];
        switch (draw.below(5)) {
            case 0:
                placement.clear();
                break;
            case 1:
                stage.start = draw.between(0, day.slots - 1);
                break;
            case 2:
                stage.start = std::max(0, stage.start - draw.between(1, 4));
                break;
            case 3:
                stage.uses[draw.index(stage.uses.size())] = draw.index(day.resources.size());
                break;
            default:
                stage.uses.pop_back();
                break;
        }
        if (!placement.empty() && stage.uses.empty()) placement.clear();
    }
    return plan;
}

std::map<std::string, int> counted(const plan::Verdict& verdict) {
    std::map<std::string, int> names;
    for (const plan::Violation& violation : verdict.violations) ++names[violation.name];
    return names;
}

TEST_CASE("our evaluator finds the faults and the costs that the benchmark's checker finds") {
    const auto folder = clinic_plan_folder();
    if (!folder) return;
    const std::string instance = *folder + "/day-04.json";
    const auto json = read_json_file(instance);
    REQUIRE(json);
    auto day = read_instance(*json);
    REQUIRE(day);
    const std::string repair_file = *folder + "/repair-04.json";
    const auto repair_json = read_json_file(repair_file);
    REQUIRE(repair_json);
    const auto disruption = read_repair(*repair_json, *day);
    REQUIRE(disruption);
    search::Generator draw(4);
    const auto scratch = std::filesystem::temp_directory_path() /
                         ("wayside-evaluate-" +
                          std::to_string(draw.bits() ^ static_cast<std::uint64_t>(::getpid())));
    for (int i = 0; i < 12; ++i) {
        const bool is_repair = i % 2 == 1;
        const problem::Plan plan = spoilt(*day, disruption->announced, draw);
        write_text(scratch.string(), plan_json(*day, plan));

        const auto theirs = nlohmann::json::parse(output_of(
            "python3 -B '" + *folder + "/evaluate.py' '" + instance + "' '" + scratch.string() +
            "' --json" + (is_repair ? " --repair '" + repair_file + "'" : "")));
        const plan::Verdict ours =
            is_repair ? plan::evaluate(*day, plan, *disruption) : plan::evaluate(*day, plan);

        std::map<std::string, int> names;
        for (const auto& violation : theirs["violations"]) ++names[violation[0].get<std::string>()];
        CHECK(counted(ours) == names);
        CHECK(ours.costs.total() == theirs["total"].get<problem::Cost>());
        CHECK(ours.costs.idle == theirs["costs"]["idle"].get<problem::Cost>());
        CHECK(ours.costs.overtime == theirs["costs"]["overtime"].get<problem::Cost>());
        CHECK(ours.costs.wait == theirs["costs"]["wait"].get<problem::Cost>());
    }
    std::filesystem::remove(scratch);
}

TEST_CASE("the small day is planned within a tenth of its proved optimum in a blink") {
    const auto folder = clinic_plan_folder();
    if (!folder) return;
    const auto json = read_json_file(*folder + "/small-01.json");
    REQUIRE(json);
    const auto day = read_instance(*json);
    REQUIRE(day);

    const auto outcome = plan::make_plan(*day, {}, search::Budget::of_iterations(4000));

    CHECK(outcome.cost >= 93);
    CHECK(outcome.cost <= 102);
}

}  // namespace
