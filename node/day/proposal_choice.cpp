#include "node/day/proposal_choice.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace wayside::day {

namespace {

constexpr std::int64_t minute_ms = 60'000;

using Member = std::int64_t ProposalCosts::*;
/// What a person at the desk weighs. The longest wait and who sees another follow from these.
constexpr std::array<Member, 4> weighed{&ProposalCosts::unplaced, &ProposalCosts::waiting_minutes,
                                        &ProposalCosts::moved, &ProposalCosts::earlier};

bool is_as_good(const ProposalCosts& one, const ProposalCosts& other) {
    return std::all_of(weighed.begin(), weighed.end(),
                       [&](Member cost) { return one.*cost <= other.*cost; });
}

bool is_equal(const ProposalCosts& one, const ProposalCosts& other) {
    return is_as_good(one, other) && is_as_good(other, one);
}

/// Whether no other of `all` has as little of this.
bool is_alone_at(Member cost, std::size_t which, const std::vector<ProposalCosts>& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i != which && all[i].*cost <= all[which].*cost) return false;
    }
    return true;
}

std::string name_among(std::size_t which, const std::vector<ProposalCosts>& all) {
    if (all.size() == 1) return "best";
    const std::array<std::pair<Member, const char*>, 3> names{
        {{&ProposalCosts::unplaced, "most_placed"},
         {&ProposalCosts::waiting_minutes, "shortest_waits"},
         {&ProposalCosts::moved, "fewest_changes"}}};
    for (const auto& [cost, name] : names) {
        if (is_alone_at(cost, which, all)) return name;
    }
    return "balanced";
}

}  // namespace

ProposalCosts costs_of(const AbsenceAsked& asked, const Proposal& proposal) {
    ProposalCosts out;
    out.moved = static_cast<std::int64_t>(proposal.moved.size());
    out.unplaced = static_cast<std::int64_t>(proposal.unplaced.size());
    for (const ReplannedVisit& one : proposal.moved) {
        if (one.to.practitioner != one.visit.meant_for()) ++out.other_practitioner;
        if (one.visit.meant_for() != asked.practitioner) ++out.not_struck;
        if (!one.visit.placement) continue;
        const auto later = (one.to.start.ms - one.visit.placement->begins().ms) / minute_ms;
        out.waiting_minutes += std::max<std::int64_t>(later, 0);
        out.longest_wait_minutes = std::max(out.longest_wait_minutes, later);
        if (later < 0) ++out.earlier;
    }
    return out;
}

std::vector<Proposal> worth_showing(const AbsenceAsked& asked, std::vector<Proposal> proposals) {
    std::vector<ProposalCosts> costs;
    for (const Proposal& each : proposals) costs.push_back(costs_of(asked, each));
    std::vector<Proposal> out;
    std::vector<ProposalCosts> kept;
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        bool is_beaten = false;
        for (std::size_t j = 0; j < proposals.size(); ++j) {
            // Of equals the first stays.
            const bool counts = j < i || !is_equal(costs[j], costs[i]);
            is_beaten |= j != i && counts && is_as_good(costs[j], costs[i]);
        }
        if (is_beaten) continue;
        out.push_back(std::move(proposals[i]));
        kept.push_back(costs[i]);
    }
    for (std::size_t i = 0; i < out.size(); ++i) out[i].name = name_among(i, kept);
    return out;
}

}  // namespace wayside::day
