// node/day/proposal_choice.hpp: what a proposal costs those whom it concerns, and which of several
// are worth showing beside one another.
#pragma once

#include <cstdint>
#include <vector>

#include "node/day/replan.hpp"

namespace wayside::day {

/// In the desk's words: people, and minutes after the time that they were told.
struct ProposalCosts {
    std::int64_t moved = 0;
    std::int64_t unplaced = 0;
    std::int64_t waiting_minutes = 0;  ///< of all together
    std::int64_t longest_wait_minutes = 0;
    std::int64_t earlier = 0;  ///< have to come before the time that they were told
    std::int64_t other_practitioner = 0;
    std::int64_t not_struck = 0;  ///< are moved although the absence does not concern them
};

ProposalCosts costs_of(const AbsenceAsked& asked, const Proposal& proposal);

/// Without those that another one is at least as good as in everything, and named by what each is
/// best at: "most_placed", "shortest_waits", "fewest_changes", in this order; "best" if it is the
/// only one, "balanced" if it is best at nothing. Keeps the order.
std::vector<Proposal> worth_showing(const AbsenceAsked& asked, std::vector<Proposal> proposals);

}  // namespace wayside::day
