// solver/find/practitioners.hpp: who can give a service at a start, so that every need has a
// resource of its own.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "solver/find/agenda.hpp"
#include "solver/find/pattern.hpp"

namespace wayside::solver::find {

class Practitioners {
  public:
    Practitioners(const Agenda& agenda, const Pattern& pattern);

    /// Whether the pattern has a need for somebody at all.
    [[nodiscard]] bool are_needed() const { return giver_need_.has_value(); }
    /// Everybody whom the pattern's first such need names, by id.
    [[nodiscard]] const std::vector<ResourceIndex>& by_id() const { return by_id_; }
    /// The time that it takes of theirs, after the start; empty if nobody is needed.
    [[nodiscard]] TickSpan holds() const { return giver_holds_; }
    /// Whether this one can give the service at `start`, with others left for all further needs.
    /// `start` is one that `StartScan` gave.
    [[nodiscard]] bool can_give(ResourceIndex who, Tick start) const;

  private:
    /// One person that a need asks for.
    struct Demand {
        const AnyOf* any_of;
        TickSpan holds;
    };

    [[nodiscard]] bool is_free(ResourceIndex who, const TickSpan& holds, Tick start) const;
    /// Gives demand `demand` somebody, moving others if that helps (Kuhn's augmenting path).
    bool fill(std::size_t demand, Tick start, std::vector<bool>& seen,
              std::vector<std::optional<std::size_t>>& demand_of) const;

    const Agenda& agenda_;
    std::optional<std::size_t> giver_need_;
    TickSpan giver_holds_;
    std::vector<ResourceIndex> by_id_;
    std::vector<Demand> further_;  // without the giver's own
    bool do_needs_share_ = false;  // somebody stands in two needs
};

}  // namespace wayside::solver::find
