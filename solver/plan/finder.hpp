// solver/plan/finder.hpp: the cheapest seat for a visit in a plan as it stands.
#pragma once

#include <optional>
#include <vector>

#include "solver/plan/state.hpp"
#include "solver/search/generator.hpp"

namespace wayside::solver::plan {

/// What makes a search's insertions differ from the plainly cheapest.
struct Taste {
    /// Of 65,536: how often a person is passed over, so that the same hole is not filled in the
    /// same way each time.
    std::uint32_t blink = 1024;
    /// In 16ths of a cost: what a start pays for leaving free time on one side, or on both. Of two
    /// starts of equal cost the one that splits no free time is better for whoever comes next.
    int one_side = 6;
    int both_sides = 24;
};

/// Looks for seats in one state. Keeps room for its work, so one is made for a whole search.
template <std::size_t Words>
class Finder {
  public:
    using Set = Bits<Words>;

    Finder(State<Words>& state, search::Generator& generator, Taste taste);

    /// The best seat of a visit that is left out, its delta exact, the state unchanged. Empty if it
    /// has none (or, by taste, was passed over). With wishes and waits, idle time, overtime and
    /// moves; the units of alike things are chosen to leave free time in one piece.
    std::optional<Trial> find(std::size_t visit);
    /// The seat that was announced: the same starts and people, any things. Empty if it is not
    /// free.
    std::optional<Trial> find_announced(std::size_t visit);

    void set_taste(Taste taste) { taste_ = taste; }

  private:
    /// A choice under way: `score` is its delta in 16ths of a cost with what taste adds.
    struct Best {
        std::int64_t score = 0;
        Trial trial;
        bool is_found = false;
    };

    std::optional<Trial> find_simple(std::size_t visit);
    std::optional<Trial> find_staged(std::size_t visit);
    void try_person(std::size_t visit, std::size_t at, const Set& starts, Best& best);

    [[nodiscard]] Set window(std::size_t visit) const;
    Set need_starts(const NeedModel& need, Slot length, const Set& within);
    Set stage_starts(const StageModel& stage, Slot length, Set within);
    bool choose_things(std::size_t visit, std::size_t stage, Trial& trial);
    std::optional<UnitIndex> choose_thing(const NeedModel& need, Slot start, Slot length,
                                          const std::vector<std::pair<UnitIndex, Span>>& mine);

    bool spread_starts(std::size_t visit);
    void price_stages(std::size_t visit);
    std::int64_t price_stage(std::size_t visit, std::size_t stage, Slot start);
    bool trace_back(std::size_t visit, Trial& trial);
    Cost exact_delta(std::size_t visit, const Trial& trial) const;

    State<Words>& state_;
    const Model& model_;
    search::Generator& generator_;
    Taste taste_;

    /// Of a visit of several stages or people: the starts of each stage from which the rest can
    /// follow, the cheapest end from each, and the people who give it.
    std::array<Set, problem::most_stages> steps_{};
    std::vector<std::int64_t> prices_;  // stages x slots
    std::vector<Slot> next_;            // stages x slots: start of the next stage
    std::vector<UnitIndex> people_;     // needs x slots
    std::vector<std::pair<UnitIndex, Span>> mine_;
    std::vector<UnitIndex> blinked_;
};

extern template class Finder<2>;
extern template class Finder<8>;
extern template class Finder<40>;

}  // namespace wayside::solver::plan
