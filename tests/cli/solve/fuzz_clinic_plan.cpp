// Any bytes as an instance; what is read is planned, and its own plan is read again.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/solve/clinic_plan.hpp"
#include "solver/plan/evaluate.hpp"
#include "solver/plan/planner.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wayside;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto json = cli::solve::LocatedJson::parse(text, "fuzz.json");
    if (!json) return 0;
    const auto problem = cli::solve::read_instance(*json);
    if (!problem || problem->visits.size() > 50 || problem->resources.size() > 200) return 0;
    const auto outcome =
        solver::plan::make_plan(*problem, {}, solver::search::Budget::of_iterations(20));
    if (!solver::plan::evaluate(*problem, outcome.plan).violations.empty()) __builtin_trap();
    const auto written =
        cli::solve::LocatedJson::parse(cli::solve::plan_json(*problem, outcome.plan), "plan.json");
    const auto again = cli::solve::read_plan(*written, *problem);
    if (!again || !(*again == outcome.plan)) __builtin_trap();
    return 0;
}
