// tests/bench/solver/t2/t2_bench.cpp: plans by processor time, for tuning on a machine that others
// use. Prints a Markdown table: a row for each budget, a column for each file.
//
//   t2_bench BUDGET[,BUDGET...] SEEDS INSTANCE|INSTANCE,REPAIR... [NAME=VALUE...]
//
// A BUDGET is seconds, or rounds where an r follows (130000r): then the same plans on every
// machine. SEEDS is how many, from 1 on, or FIRST-LAST. Exit: 0; 1 if a plan broke a hard
// constraint, cost other than it said, or a repair got cheaper by putting one moved visit back; 2
// wrong usage.

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "cli/solve/clinic_plan.hpp"
#include "cli/solve/files.hpp"
#include "solver/plan/evaluate.hpp"
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

/// False if there is no setting of that name.
bool set(plan::Settings& settings, const std::string& name, long value) {
    const auto weight = static_cast<std::uint32_t>(value);
    for (std::size_t i = 0; i < plan::ruins; ++i) {
        if (name == "ruin" + std::to_string(i)) return settings.ruin_weights[i] = weight, true;
    }
    for (std::size_t i = 0; i < plan::orders; ++i) {
        if (name == "order" + std::to_string(i)) return settings.order_weights[i] = weight, true;
    }
    if (name == "heat") return settings.heat = value, true;
    if (name == "most_heat") return settings.most_heat = value, true;
    if (name == "last_heat") return settings.last_heat = value, true;
    if (name == "one_side") return settings.taste.one_side = static_cast<int>(value), true;
    if (name == "both_sides") return settings.taste.both_sides = static_cast<int>(value), true;
    if (name == "people") return settings.most_people = static_cast<int>(value), true;
    if (name == "string") return settings.longest_string = static_cast<int>(value), true;
    if (name == "left_out_first") return settings.left_out_first = weight, true;
    if (name == "left_out") return settings.most_left_out = static_cast<std::size_t>(value), true;
    return false;
}

/// An instance, and what befell it where the word was INSTANCE,REPAIR.
struct Case {
    std::string name;
    problem::Problem day;
    problem::Disruption disruption;
    bool is_repair = false;
};

template <class T>
T or_exit(const Result<T>& result) {
    if (result) return *result;
    std::fprintf(stderr, "%s\n", result.refusal().detail.c_str());
    std::exit(2);
}

Case read_case(const std::string& word) {
    const auto comma = word.find(',');
    Case read;
    const std::string file = word.substr(0, comma);
    read.name = std::filesystem::path(file).stem().string();
    read.day = or_exit(cli::solve::read_instance(or_exit(cli::solve::read_json_file(file))));
    if (comma == std::string::npos) return read;
    read.is_repair = true;
    read.name = std::filesystem::path(word.substr(comma + 1)).stem().string();
    const auto json = or_exit(cli::solve::read_json_file(word.substr(comma + 1)));
    read.disruption = or_exit(cli::solve::read_repair(json, read.day));
    return read;
}

struct Run {
    problem::Cost cost = 0;
    std::int64_t rounds = 0;
    double seconds = 0;
    bool is_wrong = false;
};

/// Whether some moved visit could go back by itself and the plan be cheaper.
bool is_better_with_one_back(const Case& task, const plan::Proposal& proposal) {
    return std::any_of(
        proposal.changes.begin(), proposal.changes.end(), [&](const plan::Change& change) {
            problem::Plan back = proposal.plan;
            back.visits[change.visit] = change.was;
            const plan::Verdict verdict = plan::evaluate(task.day, back, task.disruption);
            return verdict.violations.empty() && verdict.costs.total() < proposal.costs.total();
        });
}

search::Budget budget_of(const std::string& word, std::int64_t begin) {
    if (word.back() == 'r') return search::Budget::of_iterations(std::atoll(word.c_str()));
    const double seconds = std::atof(word.c_str());
    return search::Budget::of_time(cpu_ns, begin, begin + static_cast<std::int64_t>(seconds * 1e9));
}

Run run(const Case& task, std::uint64_t seed, const std::string& word,
        const plan::Settings& settings) {
    const std::int64_t begin = cpu_ns();
    const search::Budget budget = budget_of(word, begin);
    const auto seconds = [begin] { return static_cast<double>(cpu_ns() - begin) / 1e9; };
    Run done;
    if (!task.is_repair) {
        const plan::Outcome outcome = plan::make_plan(task.day, {.seed = seed}, budget, settings);
        done.seconds = seconds();
        const plan::Verdict verdict = plan::evaluate(task.day, outcome.plan);
        done.cost = verdict.costs.total();
        done.rounds = outcome.rounds;
        done.is_wrong = !verdict.violations.empty() || done.cost != outcome.cost;
        return done;
    }
    const plan::Repair repair =
        plan::make_repair(task.day, task.disruption, {.seed = seed}, budget, settings);
    done.seconds = seconds();
    done.rounds = repair.rounds;
    done.cost = repair.proposals.front().costs.total();
    for (const plan::Proposal& proposal : repair.proposals) {
        const plan::Verdict verdict = plan::evaluate(task.day, proposal.plan, task.disruption);
        done.is_wrong =
            done.is_wrong || !verdict.violations.empty() || is_better_with_one_back(task, proposal);
    }
    return done;
}

/// 12,345.
std::string grouped(double value) {
    std::string text = std::to_string(static_cast<long long>(value + 0.5));
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

/// From `first` to `last`, both included.
struct Seeds {
    int first = 1;
    int last = 0;
};

Seeds read_seeds(const std::string& word) {
    const auto dash = word.find('-');
    if (dash == std::string::npos) return {1, std::atoi(word.c_str())};
    return {std::atoi(word.c_str()), std::atoi(word.c_str() + dash + 1)};
}

/// One row of the table; how many of its runs were wrong.
int print_row(const std::vector<Case>& cases, const std::string& budget, Seeds range,
              const plan::Settings& settings) {
    const int seeds = range.last - range.first + 1;
    int wrong = 0;
    double rounds = 0;
    double spent = 0;
    std::vector<double> by_seed(static_cast<std::size_t>(seeds), 0);
    std::printf("| %s |", budget.c_str());
    for (const Case& task : cases) {
        double sum = 0;
        std::string each;
        for (int seed = range.first; seed <= range.last; ++seed) {
            const Run done = run(task, static_cast<std::uint64_t>(seed), budget, settings);
            const auto cost = static_cast<double>(done.cost);
            sum += cost;
            rounds += static_cast<double>(done.rounds);
            spent += done.seconds;
            by_seed[static_cast<std::size_t>(seed - range.first)] += cost;
            each += (each.empty() ? "" : " ") + std::to_string(done.cost);
            wrong += done.is_wrong ? 1 : 0;
        }
        std::printf(" %s (%s) |", grouped(sum / seeds).c_str(), each.c_str());
        std::fflush(stdout);
    }
    double total = 0;
    std::string each;
    const auto count = static_cast<double>(cases.size());
    for (const double sum : by_seed) {
        total += sum;
        each += (each.empty() ? "" : ", ") + grouped(sum / count);
    }
    std::printf(" %s | %s | %s |\n", grouped(total / count / seeds).c_str(), each.c_str(),
                grouped(rounds / spent).c_str());
    std::fflush(stdout);
    return wrong;
}

}  // namespace

int main(int argc, char** argv) {
    const Seeds seeds = argc < 4 ? Seeds{} : read_seeds(argv[2]);
    if (seeds.first < 1 || seeds.last < seeds.first) {
        std::fprintf(stderr,
                     "usage: t2_bench BUDGET[,BUDGET...] SEEDS INSTANCE|INSTANCE,REPAIR... "
                     "[NAME=VALUE...]\n");
        return 2;
    }
    std::vector<Case> cases;
    std::vector<std::pair<std::string, long>> given;
    for (int i = 3; i < argc; ++i) {
        const std::string word = argv[i];
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            cases.push_back(read_case(word));
        } else {
            given.emplace_back(word.substr(0, equals), std::atol(word.c_str() + equals + 1));
        }
    }
    if (cases.empty()) return 2;
    plan::Settings settings = cases.front().is_repair ? plan::repair_settings() : plan::Settings();
    for (const auto& [name, value] : given) {
        if (set(settings, name, value)) continue;
        std::fprintf(stderr, "no setting is called %s\n", name.c_str());
        return 2;
    }
    std::string heads = "| budget |";
    std::string rule = "|---|";
    for (const Case& task : cases) {
        heads += " " + task.name + " |";
        rule += "---|";
    }
    std::printf("%s mean | of each seed | rounds/s |\n%s---|---|---|\n", heads.c_str(),
                rule.c_str());
    int wrong = 0;
    std::istringstream budgets(argv[1]);
    for (std::string budget; std::getline(budgets, budget, ',');) {
        if (!budget.empty()) wrong += print_row(cases, budget, seeds, settings);
    }
    if (wrong > 0) std::printf("\n%d runs were WRONG\n", wrong);
    return wrong > 0 ? 1 : 0;
}
