#include "solver/shop/evolution.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <limits>
#include <utility>
#include <vector>

#include "solver/search/generator.hpp"
#include "solver/shop/builder.hpp"
#include "solver/shop/crossover.hpp"
#include "solver/shop/dispatcher.hpp"
#include "solver/shop/lower_bound.hpp"
#include "solver/shop/ordering.hpp"
#include "solver/shop/sampling.hpp"
#include "solver/shop/shift_move.hpp"

namespace wayside::solver::shop {

namespace {

using Direction = Builder::Direction;
using search::Generator;

struct Cost {
    Time makespan = std::numeric_limits<Time>::max();
    /// Squares of all finishes: of two schedules of one makespan the one with less left to do late
    /// is nearer to a shorter one. Also tells schedules apart; may wrap.
    std::uint64_t spread = 0;
    friend auto operator<=>(const Cost&, const Cost&) = default;
};

/// Times count from its population's end of the project.
struct Member {
    Schedule schedule;
    Cost cost;
};

class Evolution {
  public:
    Evolution(const Shop& shop, std::uint64_t seed, const search::Budget& budget)
        : shop_(shop),
          builder_(shop),
          dispatcher_(builder_),
          ordering_(builder_),
          generator_(Generator::derived(seed, 1)),
          meter_(budget),
          least_(lower_bound_of(shop)) {}

    Schedule run() {
        // The first schedule is built whatever the budget.
        static_cast<void>(meter_.goes_on());
        begin();
        for (Direction direction = Direction::backward; goes_on_; direction = opposite(direction)) {
            breed(direction);
        }
        return best_;
    }

  private:
    static constexpr std::size_t members = 80;
    /// Of so many drawn, the best becomes a mother, and the worst may give way to a child.
    static constexpr int contest = 3;
    /// Tries of a list that differs from its father's.
    static constexpr int shifts = 2;

    using Population = std::vector<Member>;

    [[nodiscard]] Population& population(Direction direction) {
        return populations_[static_cast<std::size_t>(direction)];
    }

    /// Both populations by sampling, each by the time that is left in its own direction. Half of
    /// each is built by time, which begins nearer to the best where resources are scarce; the other
    /// half keeps what only lists reach.
    void begin() {
        Member member;
        for (const Direction direction : {Direction::forward, Direction::backward}) {
            const Network& network = builder_.network(direction);
            const std::vector<Time> tails = tails_of(shop_, network);
            for (std::size_t k = 0; k < members && goes_on_; ++k) {
                sample_list(network, tails, generator_, list_);
                draw_modes(member.schedule.modes);
                if (k % 2 == 0) {
                    dispatch(direction, member);
                } else {
                    build(direction, member);
                }
                population(direction).push_back(member);
            }
        }
    }

    /// Half of them the shortest, the others by chance.
    void draw_modes(std::vector<Index>& modes) {
        modes.clear();
        for (const Activity& activity : shop_.activities) {
            const std::vector<Mode>& ways = activity.modes;
            const auto is_shorter = [](const Mode& left, const Mode& right) {
                return left.duration < right.duration;
            };
            const auto shortest = std::min_element(ways.begin(), ways.end(), is_shorter);
            auto mode = static_cast<Index>(shortest - ways.begin());
            if (ways.size() > 1 && generator_.below(2) == 0) {
                mode = static_cast<Index>(generator_.index(ways.size()));
            }
            modes.push_back(mode);
        }
    }

    /// Builds `list_` in the member's modes.
    void build(Direction direction, Member& member) {
        Schedule& schedule = member.schedule;
        schedule.starts.resize(shop_.activities.size());
        schedule.makespan = builder_.build(direction, list_, schedule.modes, schedule.starts);
        judge(direction, member);
    }

    /// The same by time.
    void dispatch(Direction direction, Member& member) {
        Schedule& schedule = member.schedule;
        schedule.starts.resize(shop_.activities.size());
        schedule.makespan = dispatcher_.build(direction, list_, schedule.modes, schedule.starts);
        judge(direction, member);
    }

    void judge(Direction direction, Member& member) {
        const Schedule& schedule = member.schedule;
        member.cost = {schedule.makespan, 0};
        for (Index i = 0; i < schedule.starts.size(); ++i) {
            const std::uint64_t finish =
                schedule.starts[i] + builder_.duration(i, schedule.modes[i]);
            member.cost.spread += finish * finish;
        }
        if (best_.starts.empty() || schedule.makespan < best_.makespan) keep(direction, schedule);
        goes_on_ = meter_.goes_on() && best_.makespan > least_;
    }

    void keep(Direction direction, const Schedule& schedule) {
        best_ = schedule;
        if (direction == Direction::forward) return;
        for (Index i = 0; i < best_.starts.size(); ++i) {
            const Time finish = schedule.starts[i] + builder_.duration(i, schedule.modes[i]);
            best_.starts[i] = schedule.makespan - finish;
        }
    }

    /// Each member of `direction` fathers a child of the other population.
    void breed(Direction direction) {
        const Population& parents = population(direction);
        Population& others = population(opposite(direction));
        Member child;
        for (std::size_t father = 0; father < parents.size() && goes_on_; ++father) {
            std::size_t mother =
                drawn(parents, [&](const Cost& cost, const Cost& than) { return cost < than; });
            if (mother == father) mother = (mother + 1) % parents.size();
            make_list(direction, parents[father].schedule, parents[mother].schedule,
                      child.schedule.modes);
            build(opposite(direction), child);
            const auto is_same = [&](const Member& other) { return other.cost == child.cost; };
            if (std::any_of(others.begin(), others.end(), is_same)) continue;
            const std::size_t victim =
                drawn(others, [](const Cost& cost, const Cost& than) { return cost > than; });
            if (child.cost < others[victim].cost) std::swap(others[victim], child);
        }
    }

    /// The first of a few by `is_first`.
    template <class IsFirst>
    std::size_t drawn(const Population& from, const IsFirst& is_first) {
        std::size_t out = generator_.index(from.size());
        for (int k = 1; k < contest; ++k) {
            const std::size_t other = generator_.index(from.size());
            if (is_first(from[other].cost, from[out].cost)) out = other;
        }
        return out;
    }

    /// Fills `list_` and `modes` with a child that differs from its father.
    void make_list(Direction direction, const Schedule& father, const Schedule& mother,
                   std::vector<Index>& modes) {
        const Direction towards = opposite(direction);
        cross(builder_, father, mother, draw_window(father.makespan, generator_), keys_, modes);
        ordering_.list_by_keys(towards, keys_, list_);
        change_a_mode(modes);
        ordering_.list_last_first(towards, father, fathers_);
        if (list_ != fathers_ || modes != father.modes || list_.empty()) return;
        for (int k = 0; k < shifts; ++k) {
            shop::apply(draw_shift(builder_.network(towards), list_, generator_), list_);
        }
    }

    /// In every second child, of an activity by chance, where it has several.
    void change_a_mode(std::vector<Index>& modes) {
        if (modes.empty() || generator_.below(2) == 0) return;
        const std::size_t activity = generator_.index(modes.size());
        modes[activity] =
            static_cast<Index>(generator_.index(shop_.activities[activity].modes.size()));
    }

    const Shop& shop_;
    Builder builder_;
    Dispatcher dispatcher_;
    Ordering ordering_;
    Generator generator_;
    search::Meter meter_;
    Time least_;
    bool goes_on_ = true;
    std::array<Population, 2> populations_;
    Schedule best_;
    std::vector<Index> list_;
    std::vector<Index> fathers_;
    std::vector<std::uint32_t> keys_;
};

}  // namespace

Schedule evolve(const Shop& shop, std::uint64_t seed, const search::Budget& budget) {
    return Evolution(shop, seed, budget).run();
}

}  // namespace wayside::solver::shop
