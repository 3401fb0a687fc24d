// solver/plan/finder.hpp: the cheapest seat for a visit in a plan as it stands.
#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "solver/plan/state.hpp"
#include "solver/search/generator.hpp"

namespace wayside::solver::plan {

/// What makes a search's insertions differ from the plainly cheapest.
struct Taste {
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
    /// has none. With wishes and waits, idle time, overtime and
    /// moves; the units of alike things are chosen to leave free time in one piece.
    std::optional<Trial> find(std::size_t visit);
    /// The seat that was announced: the same starts and people, any things. Empty if it is not
    /// free.
    std::optional<Trial> find_announced(std::size_t visit);

  private:
    static constexpr std::int64_t impossible = std::numeric_limits<std::int64_t>::max() / 4;
    static constexpr UnitIndex nobody = 65535;
    /// Scores are in so many parts of a cost.
    static constexpr std::int64_t parts = 16;

    /// Somebody of a pool, by place in it, and when the visit could start with them.
    struct Candidate {
        std::size_t at = 0;
        Set starts{};
    };
    /// One duty of one person for a visit: what is the same for all of its starts.
    struct Offer {
        const VisitModel* facts = nullptr;
        UnitIndex unit = 0;
        std::size_t duty = 0;
        Span worked{};
        Cost fixed = 0;
        std::int64_t noise = 0;
    };
    /// A choice under way: `score` is its delta in 16ths of a cost with what taste adds.
    struct Best {
        std::int64_t score = 0;
        Trial trial;
        bool is_found = false;
    };

    std::optional<Trial> find_simple(std::size_t visit);
    std::optional<Trial> find_staged(std::size_t visit);
    Set collect_candidates(std::size_t visit, const NeedModel& need);
    void try_person(std::size_t visit, std::size_t at, const Set& starts, Best& best);
    void try_duty(Offer& offer, const Set& starts, Best& best);
    void scan_up(const Offer& offer, const Set& starts, Span within, Cost least, Best& best);
    void scan_down(const Offer& offer, const Set& starts, Span within, Cost least, Best& best);
    Cost consider(const Offer& offer, Slot start, Best& best);

    [[nodiscard]] Set window(std::size_t visit) const;
    Set need_starts(const NeedModel& need, Slot length, const Set& within);
    Set stage_starts(const StageModel& stage, Slot length, Set within);
    bool choose_things(std::size_t visit, std::size_t stage, Trial& trial);
    std::optional<UnitIndex> choose_thing(const NeedModel& need, Slot start, Slot length,
                                          const std::vector<std::pair<UnitIndex, Span>>& mine);

    bool spread_starts(std::size_t visit);
    void price_stages(std::size_t visit);
    void price_stage(std::size_t visit, std::size_t stage);
    void price_person(std::size_t visit, std::size_t stage, std::size_t need, std::size_t at);
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
    std::vector<std::int64_t> least_;   // slots: the cheapest yet for the need at hand
    Set settled_{};                     // starts at which nobody can be cheaper any more
    std::vector<Candidate> candidates_;
    std::vector<std::pair<UnitIndex, Span>> mine_;
};

extern template class Finder<2>;
extern template class Finder<8>;
extern template class Finder<40>;

}  // namespace wayside::solver::plan
