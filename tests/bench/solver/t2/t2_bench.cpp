// tests/bench/solver/t2/t2_bench.cpp: plans by processor time, for tuning on a machine that others
// use.
//
//   t2_bench SECONDS SEEDS INSTANCE|INSTANCE,REPAIR... [NAME=VALUE...]

#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "cli/solve/clinic_plan.hpp"
#include "cli/solve/files.hpp"
#include "solver/plan/planner.hpp"
#include "solver/plan/repair.hpp"

namespace {

using namespace wayside;
using namespace wayside::solver;

std::int64_t cpu_ns() {
    timespec at{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return std::int64_t{at.tv_sec} * 1'000'000'000 + at.tv_nsec;
}

void set(plan::Settings& settings, const std::string& name, long value) {
    const auto weight = static_cast<std::uint32_t>(value);
    if (name == "heat") settings.heat = value;
    if (name == "most_heat") settings.most_heat = value;
    if (name == "last_heat") settings.last_heat = value;
    if (name == "blink") settings.taste.blink = weight;
    if (name == "one_side") settings.taste.one_side = static_cast<int>(value);
    if (name == "both_sides") settings.taste.both_sides = static_cast<int>(value);
    if (name == "people") settings.most_people = static_cast<int>(value);
    if (name == "string") settings.longest_string = static_cast<int>(value);
    if (name == "left_out_first") settings.left_out_first = weight;
    if (name == "left_out") settings.most_left_out = static_cast<std::size_t>(value);
    for (std::size_t i = 0; i < plan::ruins; ++i) {
        if (name == "ruin" + std::to_string(i)) settings.ruin_weights[i] = weight;
    }
    for (std::size_t i = 0; i < plan::orders; ++i) {
        if (name == "order" + std::to_string(i)) settings.order_weights[i] = weight;
    }
}

struct Run {
    problem::Cost cost = 0;
    std::int64_t rounds = 0;
};

/// A plan of INSTANCE, or a repair where the word is INSTANCE,REPAIR.
Run run(const std::string& word, std::uint64_t seed, std::int64_t budget_ns,
        const plan::Settings& settings) {
    const auto comma = word.find(',');
    const auto json = cli::solve::read_json_file(word.substr(0, comma));
    auto day = json ? cli::solve::read_instance(*json) : json.refusal();
    if (!day) {
        std::printf("%s\n", day.refusal().detail.c_str());
        std::exit(2);
    }
    const std::int64_t begin = cpu_ns();
    const auto budget = search::Budget::of_time(cpu_ns, begin, begin + budget_ns);
    if (comma == std::string::npos) {
        const plan::Outcome outcome = plan::make_plan(*day, {.seed = seed}, budget, settings);
        return {outcome.cost, outcome.rounds};
    }
    const auto repair_json = cli::solve::read_json_file(word.substr(comma + 1));
    const auto disruption = cli::solve::read_repair(*repair_json, *day);
    const plan::Repair repair =
        plan::make_repair(*day, *disruption, {.seed = seed}, budget, settings);
    return {repair.proposals.front().costs.total(), repair.rounds};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) return 2;
    const auto budget_ns = static_cast<std::int64_t>(std::atof(argv[1]) * 1e9);
    const int seeds = std::atoi(argv[2]);
    plan::Settings settings;
    std::vector<std::string> files;
    for (int i = 3; i < argc; ++i) {
        const std::string word = argv[i];
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            files.push_back(word);
        } else {
            set(settings, word.substr(0, equals), std::atol(word.c_str() + equals + 1));
        }
    }
    double sum = 0;
    std::int64_t rounds = 0;
    std::string row;
    for (const std::string& file : files) {
        for (int seed = 1; seed <= seeds; ++seed) {
            const Run done = run(file, static_cast<std::uint64_t>(seed), budget_ns, settings);
            sum += static_cast<double>(done.cost);
            rounds += done.rounds;
            row += " " + std::to_string(done.cost);
        }
        row += " |";
    }
    const double runs = static_cast<double>(files.size()) * seeds;
    std::printf("mean %.0f rounds/s %.0f :%s\n", sum / runs,
                static_cast<double>(rounds) / (static_cast<double>(budget_ns) / 1e9 * runs),
                row.c_str());
    return 0;
}
