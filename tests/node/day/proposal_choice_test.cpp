#include "node/day/proposal_choice.hpp"

#include <doctest/doctest.h>

using namespace wayside;
using namespace wayside::day;

namespace {

const AbsenceAsked amani_away{"amani", "2026-03-02", {}, {}};

/// Moves as many visits, each by so many minutes, and leaves so many without a place.
Proposal proposal(std::size_t moved, std::int64_t minutes_each, std::size_t unplaced) {
    Proposal out;
    for (std::size_t i = 0; i < moved; ++i) {
        ReplannedVisit one;
        one.visit.placement = booking::Placement{{}, "amani", {care::LocalDate{0}, {600}, 0}, 20};
        one.to = {{one.visit.placement->begins().ms + minutes_each * 60'000}, 20, "baraka", "s"};
        out.moved.push_back(one);
    }
    out.unplaced.resize(unplaced);
    return out;
}

std::vector<std::string> names(const std::vector<Proposal>& proposals) {
    std::vector<std::string> out;
    for (const Proposal& each : proposals) out.push_back(each.name);
    return out;
}

}  // namespace

TEST_CASE("a proposal's costs are people, and minutes after the time that they were told") {
    Proposal mixed = proposal(2, 30, 1);
    mixed.moved.push_back(proposal(1, -20, 0).moved.front());

    const ProposalCosts costs = costs_of(amani_away, mixed);

    CHECK(costs.moved == 3);
    CHECK(costs.unplaced == 1);
    CHECK(costs.waiting_minutes == 60);
    CHECK(costs.longest_wait_minutes == 30);
    CHECK(costs.earlier == 1);
    CHECK(costs.other_practitioner == 3);
    CHECK(costs.not_struck == 0);
    CHECK(costs_of({"chausiku", "", {}, {}}, mixed).not_struck == 3);
}

TEST_CASE("each proposal is named by what it is best at") {
    const auto shown =
        worth_showing(amani_away, {proposal(6, 60, 0), proposal(3, 20, 3), proposal(2, 90, 3)});

    CHECK(names(shown) ==
          std::vector<std::string>{"most_placed", "shortest_waits", "fewest_changes"});
}

TEST_CASE("a proposal that another beats in everything is not shown; of equals one is") {
    CHECK(names(worth_showing(amani_away, {proposal(3, 60, 1), proposal(4, 170, 1)})) ==
          std::vector<std::string>{"best"});
    CHECK(names(worth_showing(amani_away, {proposal(4, 170, 1), proposal(3, 60, 1)})) ==
          std::vector<std::string>{"best"});
    CHECK(worth_showing(amani_away, {proposal(3, 60, 1), proposal(3, 60, 1)}).size() == 1);
    CHECK(worth_showing(amani_away, {}).empty());
}
