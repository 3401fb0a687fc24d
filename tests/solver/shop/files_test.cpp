#include <doctest/doctest.h>

#include <string>

#include "solver/search/generator.hpp"
#include "tests/bench/solver/t3/job_shop_file.hpp"
#include "tests/bench/solver/t3/psplib_file.hpp"

namespace {

using namespace wayside;

/// Source, two jobs and sink on two resources.
const std::string project = R"(************************
file with basedata            : made up
projects                      :  1
jobs (incl. supersource/sink ):  4
horizon                       :  8
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------
  1      1     0       0    0
  2      1     5       3    0
  3      1     3       2    7
  4      1     0       0    0
************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    4    7
************************
)";

const std::string job_shop = "2 3 1.5\n2 2 1 4 3 5 1 2 6\n1 1 3 7\n";

std::string with(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

std::string refusal_of_project(const std::string& text) {
    const auto read = bench::read_psplib(text, "a.sm");
    return read ? "" : read.refusal().detail;
}

std::string refusal_of_job_shop(const std::string& text) {
    const auto read = bench::read_job_shop(text, "a.fjs");
    return read ? "" : read.refusal().detail;
}

/// Flips, drops, doubles and cuts bytes; calls `read` with what comes of it.
template <class Read>
void mutate(const std::string& whole, const Read& read) {
    solver::search::Generator generator(1);
    for (int round = 0; round < 4'000; ++round) {
        std::string text = whole;
        for (int times = generator.between(1, 3); times > 0 && !text.empty(); --times) {
            const std::size_t at = generator.index(text.size());
            switch (generator.below(4)) {
                case 0:
                    text[at] = static_cast<char>(generator.below(256));
                    break;
                case 1:
                    text.erase(at, 1 + generator.below(8));
                    break;
                case 2:
                    text.insert(at, text.substr(at, 1 + generator.below(8)));
                    break;
                default:
                    text[at] = static_cast<char>('0' + generator.below(10));
                    break;
            }
        }
        read(text);
    }
}

}  // namespace

TEST_CASE("a project file is read: jobs, precedence, requests, capacities") {
    const auto read = bench::read_psplib(project, "a.sm");

    REQUIRE(read);
    CHECK(read->capacities == std::vector<std::uint32_t>{4, 7});
    REQUIRE(read->activities.size() == 4);
    CHECK(read->activities[0].successors == std::vector<solver::shop::Index>{1, 2});
    CHECK(read->activities[2].modes[0].duration == 3);
    REQUIRE(read->activities[2].modes[0].demands.size() == 2);
    CHECK(read->activities[2].modes[0].demands[1].amount == 7);
    CHECK(read->activities[1].modes[0].demands.size() == 1);
}

TEST_CASE("a project file that is wrong is refused by name and line") {
    CHECK(refusal_of_project("") == "a.sm:0: 'jobs ' is missing");
    CHECK(refusal_of_project(with(project, "2        1          1", "2        3          1")) ==
          "a.sm:14: a job of one mode is wanted");
    CHECK(refusal_of_project(with(project, "2   3\n", "2   5\n")) ==
          "a.sm:13: a successor is no job");
    CHECK(refusal_of_project(with(project, "2   3\n", "2\n")) ==
          "a.sm:13: there are not as many successors as it says");
    CHECK(refusal_of_project(with(project, "5       3", "x       3")) ==
          "a.sm:22: a whole number is wanted");
    CHECK(refusal_of_project(with(project, "5       3    0", "5       3")) ==
          "a.sm:22: a request for each resource is wanted");
    CHECK(refusal_of_project(with(project, "0   N", "1   N")) ==
          "a.sm:8: a number up to 0 is wanted");
    CHECK(refusal_of_project(with(project, "    4    7", "    2    7")) ==
          "a.sm:28: a demand is above its resource's capacity");
    CHECK(refusal_of_project(project.substr(0, project.find("  R 1  R 2\n    4"))) ==
          "a.sm:26: the file ends too early");
}

TEST_CASE("precedence in a circle is refused") {
    const std::string circle = with(project, "4        1          0", "4        1          1    1");

    CHECK(refusal_of_project(circle) == "a.sm:28: precedence goes in a circle");
}

TEST_CASE("tables of best known makespans are read in both forms") {
    const auto list =
        bench::read_best_known("Par\tInst\tMakespan\n=====\n1\t10\t108\tFri\n", "j120");
    const auto rows =
        bench::read_best_known("problem,optimum\nj1201_1.sm,104..105\nMk01.fjs, 40\n", "");

    CHECK(list.size() == 1);
    CHECK(list.at("j1201_10") == 108);
    CHECK(rows.size() == 2);
    CHECK(rows.at("j1201_1") == 105);
    CHECK(rows.at("Mk01") == 40);
    CHECK(bench::set_of("j1201_10") == "j120");
}

TEST_CASE("a flexible job shop is read: operations in order, machines as modes") {
    const auto read = bench::read_job_shop(job_shop, "a.fjs");

    REQUIRE(read);
    CHECK(read->capacities == std::vector<std::uint32_t>{1, 1, 1});
    REQUIRE(read->activities.size() == 3);
    CHECK(read->activities[0].successors == std::vector<solver::shop::Index>{1});
    CHECK(read->activities[1].successors.empty());
    REQUIRE(read->activities[0].modes.size() == 2);
    CHECK(read->activities[0].modes[1].demands[0].resource == 2);
    CHECK(read->activities[0].modes[1].duration == 5);
    CHECK(is_job_shop(*read));
}

TEST_CASE("a job shop file that is wrong is refused by name and line") {
    CHECK(refusal_of_job_shop("") == "a.fjs:0: numbers of jobs and of machines are wanted");
    CHECK(refusal_of_job_shop("2 x\n") == "a.fjs:1: numbers of jobs and of machines are wanted");
    CHECK(refusal_of_job_shop(with(job_shop, "1 3 7", "1 4 7")) ==
          "a.fjs:3: there is no such machine");
    CHECK(refusal_of_job_shop(with(job_shop, "1 3 7", "1 0 7")) ==
          "a.fjs:3: there is no such machine");
    CHECK(refusal_of_job_shop(with(job_shop, "1 2 6", "9 2 6")) ==
          "a.fjs:2: an operation's machines are missing");
    CHECK(refusal_of_job_shop(with(job_shop, "1 2 6", "1 2 6 6")) ==
          "a.fjs:2: numbers are left over");
    CHECK(refusal_of_job_shop(with(job_shop, "1 2 6", "1 2 -6")) ==
          "a.fjs:2: a whole number is wanted");
    CHECK(refusal_of_job_shop(job_shop + "1 1 1 1\n") == "a.fjs:4: lines are left over");
    CHECK(refusal_of_job_shop("3" + job_shop.substr(1)) == "a.fjs:3: the file ends too early");
}

TEST_CASE("whatever happens to a file's bytes, it is read or refused") {
    mutate(project, [](const std::string& text) {
        const auto read = bench::read_psplib(text, "a.sm");
        if (read) CHECK(fault_of(*read).empty());
    });
    mutate(job_shop, [](const std::string& text) {
        const auto read = bench::read_job_shop(text, "a.fjs");
        if (read) CHECK(fault_of(*read).empty());
    });
}
