#include "cli/solve/repair_answer.hpp"

#include <nlohmann/json.hpp>

#include "cli/solve/clinic_plan.hpp"

namespace wayside::cli::solve {

namespace {

using Json = nlohmann::ordered_json;
using namespace solver;

Json json_of(const problem::Problem& problem, const problem::Placement& placement) {
    if (placement.empty()) return Json{{"unserved", true}};
    Json stages = Json::array();
    for (const problem::StagePlacement& stage : placement) {
        Json use = Json::array();
        for (const std::size_t r : stage.uses) use.push_back(problem.resources[r].id);
        stages.push_back(Json{{"start", stage.start}, {"use", std::move(use)}});
    }
    return Json{{"stages", std::move(stages)}};
}

Json json_of(const plan::Costs& costs) {
    return Json{{"total", costs.total()},
                {"wait", costs.wait},
                {"idle", costs.idle},
                {"overtime", costs.overtime},
                {"wish", costs.wish},
                {"unserved", costs.unserved},
                {"unserved_urgent", costs.unserved_urgent},
                {"moved", costs.moved},
                {"fairness", costs.fairness},
                {"use", costs.use},
                {"knock_on", costs.knock_on}};
}

}  // namespace

std::string repair_json(const problem::Problem& problem, const plan::Repair& repair) {
    std::string text =
        "{\"format\":\"clinic-plan-1-plan\",\n\"instance\":" + nlohmann::json(problem.name).dump() +
        ",\n\"proposals\":[\n";
    for (std::size_t p = 0; p < repair.proposals.size(); ++p) {
        const plan::Proposal& proposal = repair.proposals[p];
        text += (p == 0 ? "" : ",\n") + std::string("{\"name\":\"") + proposal.name +
                "\",\"cost\":" + json_of(proposal.costs).dump() +
                ",\"moved\":" + std::to_string(proposal.costs.moves) +
                ",\"left_out\":" + std::to_string(proposal.costs.left_out) + ",\"changes\":[";
        for (std::size_t c = 0; c < proposal.changes.size(); ++c) {
            const plan::Change& change = proposal.changes[c];
            const Json json{{"id", problem.visits[change.visit].id},
                            {"was", json_of(problem, change.was)},
                            {"is", json_of(problem, change.is)}};
            text += (c == 0 ? "\n" : ",\n") + json.dump();
        }
        text += "]}";
    }
    return text + "],\n\"visits\":[\n" + visits_json(problem, repair.proposals.front().plan) +
           "\n]}\n";
}

}  // namespace wayside::cli::solve
