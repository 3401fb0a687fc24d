// solver/find/objective.hpp: what makes one slot better than another: costs that add up, each with
// a weight that is data. The least is best.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "solver/find/agenda.hpp"
#include "solver/find/pattern.hpp"

namespace wayside::solver::find {

/// How much waiting weighs for the patient's class of urgency.
struct Urgency {
    std::int64_t per_tick_of_wait = 1;   ///< for each tick from the question's `from` to the start
    std::optional<Tick> latest_start{};  ///< the latest one that is clinically right
    std::int64_t per_tick_late = 0;      ///< for each tick that the start lies after that, besides
};

/// What the patient would like.
struct Wishes {
    std::vector<TickSpan> times{};
    std::int64_t outside_times = 0;  ///< once, if there are such times and the start is in none
    std::optional<ResourceIndex> practitioner{};
    std::int64_t other_practitioner = 0;  ///< once, if another one is wished
};

/// What a slot leaves of its practitioner's time that is of no use: free ticks right before it and
/// right after it, back to back with a booking, a break or the shift's end, if they are fewer than
/// `Resource::shortest_use`. Places of a pool are counted and not named, so no gap is beside one.
struct Fill {
    std::int64_t per_lost_tick = 0;
};

/// How the patient gets here. A slot's site is its pattern's; a patient of no stated journey to a
/// site lives there.
struct Travel {
    std::vector<Tick> journeys{};  ///< one way, by site
    std::int64_t per_tick_of_journey = 0;
    /// When one can be under way or here: from setting out to being home again (daylight, for one
    /// who walks far; the hours of the only bus).
    std::vector<TickSpan> times{};
    std::int64_t outside_times = 0;  ///< once, if there are such times and none holds all of it
};

/// All weights are 0 or more. As it stands, the earliest slot is best.
struct Objective {
    Urgency urgency{};
    Wishes wishes{};
    Fill fill{};
    Travel travel{};
};

/// What a slot costs, by what for.
struct Costs {
    std::int64_t wait = 0;
    std::int64_t lateness = 0;
    std::int64_t time = 0;          ///< outside of the times wished for
    std::int64_t practitioner = 0;  ///< another one than is wished for
    std::int64_t gaps = 0;
    std::int64_t journey = 0;
    std::int64_t out_of_times = 0;  ///< outside of the times in which one can be under way
    friend bool operator==(const Costs&, const Costs&) = default;

    [[nodiscard]] std::int64_t total() const {
        return wait + lateness + time + practitioner + gaps + journey + out_of_times;
    }
};

/// Prices slots of one question.
class Prices {
  public:
    /// Wait is counted from `from`. The three live as long as this.
    Prices(const Agenda& agenda, const Objective& objective, Tick from)
        : agenda_(agenda), objective_(objective), from_(from) {}

    /// `holds`: the practitioner's time after the start; empty if there is none.
    [[nodiscard]] Costs of(const Pattern& pattern, Tick start, std::optional<ResourceIndex> who,
                           TickSpan holds) const;
    /// No slot from `start` on costs less.
    [[nodiscard]] std::int64_t least_from(Tick start) const;

    [[nodiscard]] bool is_wished_time(Tick start) const;
    [[nodiscard]] Tick journey_to(std::uint32_t site) const;
    /// Whether the way here, the stay and the way home lie within one of the travel's times.
    [[nodiscard]] bool can_be_under_way(const Pattern& pattern, Tick start) const;

  private:
    [[nodiscard]] std::int64_t wait(Tick start) const;
    [[nodiscard]] std::int64_t lateness(Tick start) const;
    [[nodiscard]] Tick lost_ticks(ResourceIndex who, TickSpan span) const;

    const Agenda& agenda_;
    const Objective& objective_;
    Tick from_;
};

}  // namespace wayside::solver::find
