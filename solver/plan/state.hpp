// solver/plan/state.hpp: a plan under search: who sits where, what is free, what it costs, all kept
// exact.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "solver/plan/bits.hpp"
#include "solver/plan/model.hpp"

namespace wayside::solver::plan {

/// Where a visit could sit, and by how much that would change the plan's cost.
struct Trial {
    Cost delta = 0;
    std::array<Slot, problem::most_stages> starts{};
    std::array<UnitIndex, problem::most_needs> uses{};
};

/// A plan of `model`, which must outlive it. Every visit is either seated or left out; the cost is
/// that of the whole plan at any time.
template <std::size_t Words>
class State {
  public:
    using Set = Bits<Words>;

    /// Everybody left out.
    explicit State(const Model& model);

    /// Seats a visit that is left out, as `trial` says. What it takes must be free (but for stages
    /// that had begun); `trial.delta` is not read.
    void seat(std::size_t visit, const Trial& trial);
    /// Leaves a seated visit out. Its trial, to seat it again.
    Trial take_out(std::size_t visit);

    [[nodiscard]] Cost cost() const { return cost_; }
    [[nodiscard]] bool is_seated(std::size_t visit) const { return is_seated_[visit] != 0; }
    [[nodiscard]] Slot start_of(std::size_t visit, std::size_t stage) const {
        return starts_[model_.visits[visit].stage_begin + stage];
    }
    [[nodiscard]] UnitIndex use_of(std::size_t visit, std::size_t use) const {
        return uses_[model_.visits[visit].use_begin + use];
    }
    [[nodiscard]] Seat seat_of(std::size_t visit) const;
    [[nodiscard]] std::vector<Seat> seats() const;

    /// All seats in flat lists: copying them over older ones asks for no memory.
    struct Snapshot {
        std::vector<std::uint8_t> is_seated;
        std::vector<Slot> starts;
        std::vector<UnitIndex> uses;
    };
    void save(Snapshot& snapshot) const;
    [[nodiscard]] std::vector<Seat> seats_of(const Snapshot& snapshot) const;

    /// The starts at which `length` slots of the unit in a row are free; from a cache.
    const Set& free_starts(UnitIndex unit, Slot length) {
        if (length >= static_cast<Slot>(cached_lengths))
            return uncached_ = free_[unit].eroded(length);
        const std::uint64_t bit = std::uint64_t{1} << static_cast<unsigned>(length);
        Set& set = eroded_[unit * cached_lengths + static_cast<std::size_t>(length)];
        if ((valid_[unit] & bit) == 0) {
            valid_[unit] |= bit;
            set = free_[unit].eroded(length);
        }
        return set;
    }
    [[nodiscard]] const Set& free_of(UnitIndex unit) const { return free_[unit]; }
    /// Who has the unit in a slot, set-up and cleaning included; `no_visit` where nobody has.
    [[nodiscard]] VisitIndex holder(UnitIndex unit, Slot slot) const {
        return holders_[unit * slots_ + static_cast<std::size_t>(slot)];
    }

    /// First and last end of a duty's work; begin = end where there is none.
    [[nodiscard]] Span worked(std::size_t duty) const { return worked_[duty]; }
    /// The duty in which a person who is free at `slot` works then.
    [[nodiscard]] std::size_t duty_at(UnitIndex unit, Slot slot) const {
        std::size_t duty = model_.units[unit].duty_begin;
        const std::size_t end = model_.units[unit].duty_end;
        while (duty + 1 < end && slot >= model_.duties[duty].last_end) ++duty;
        return duty;
    }
    /// What changes in a person's time when they work [begin, end) besides, for a stage that may
    /// take so much longer.
    [[nodiscard]] Cost person_delta(UnitIndex unit, Slot begin, Slot end, Overrun overrun) const {
        const std::size_t duty = duty_at(unit, begin);
        Cost delta = duty_delta(unit, duty, worked_[duty], begin, end);
        if (model_.has_knock_on) delta += knock_on_delta(unit, duty, begin, end, overrun);
        return model_.has_work_price ? delta + work_delta(unit, end - begin) : delta;
    }
    /// Never below 0: whoever comes between two others leaves the first less room.
    [[nodiscard]] Cost knock_on_delta(UnitIndex unit, std::size_t duty, Slot begin, Slot end,
                                      Overrun overrun) const;
    [[nodiscard]] bool may_work(UnitIndex unit, Slot slots) const {
        return !model_.has_contract || load_[unit] + slots <= model_.units[unit].contract;
    }
    /// Idle time and overtime, with the duty's work as given.
    [[nodiscard]] Cost duty_delta(UnitIndex unit, std::size_t duty, Span worked, Slot begin,
                                  Slot end) const;
    [[nodiscard]] Cost work_delta(UnitIndex unit, Slot more) const {
        return work_price(unit, load_[unit] + more) - work_price(unit, load_[unit]);
    }
    /// Wishes of the day and the hour, waits between stages; `lead` is the lead's place in its
    /// pool.
    [[nodiscard]] Cost start_price(const VisitModel& visit, Slot start) const {
        const Cost slots =
            std::max(0, start - visit.wish_to) + std::max(0, visit.wish_from - start);
        const Cost price = model_.weights.wait * slots;
        if (visit.start_price.empty()) return price;
        return price + visit.start_price[static_cast<std::size_t>(start)];
    }
    /// What a visit that is moved pays in this plan if it is one more.
    [[nodiscard]] Cost move_price() const {
        return model_.weights.moved + (moves_ >= model_.most_moves ? model_.move_over_cap : 0);
    }
    [[nodiscard]] bool is_moved(std::size_t visit, const Trial& trial) const;
    [[nodiscard]] std::size_t moves() const { return moves_; }

    [[nodiscard]] const Model& model() const { return model_; }
    /// What a seated visit pays by itself: waits, wishes, moved.
    [[nodiscard]] Cost price_of(std::size_t visit) const { return prices_[visit]; }

  private:
    static constexpr std::size_t cached_lengths = 64;

    [[nodiscard]] Cost work_price(UnitIndex unit, Slot load) const;
    [[nodiscard]] Cost own_price(std::size_t visit, const Trial& trial) const;
    [[nodiscard]] Seat seat_in(const std::vector<Slot>& starts, const std::vector<UnitIndex>& uses,
                               std::size_t visit) const;
    void occupy(std::size_t visit, const Trial& trial);
    void vacate(std::size_t visit, const Trial& trial);
    void start_work(UnitIndex unit, Slot begin, Slot end, Overrun overrun);
    void end_work(UnitIndex unit, Slot begin, Slot end, Overrun overrun);
    [[nodiscard]] Cost knock_on_price(Overrun overrun, Slot room) const;
    /// Calls `use(unit, is_person, begin, end, overrun)` for each use, [begin, end) with set-up and
    /// cleaning.
    template <class Use>
    void each_use(std::size_t visit, const Trial& trial, const Use& use) const;

    const Model& model_;
    std::size_t slots_;
    Cost cost_ = 0;
    std::size_t moves_ = 0;
    std::vector<std::uint8_t> is_seated_;
    std::vector<std::uint8_t> is_moved_;
    std::vector<Cost> prices_;
    std::vector<Slot> starts_;
    std::vector<UnitIndex> uses_;

    std::vector<Set> open_;  // without anybody's visit
    std::vector<Set> free_;
    std::vector<Set> work_;
    std::vector<Set> eroded_;
    std::vector<std::uint64_t> valid_;
    Set uncached_{};
    std::vector<VisitIndex> holders_;
    std::vector<Span> worked_;
    std::vector<Slot> load_;
    std::vector<Overrun> overruns_;  // by unit and last slot of its work; empty: no knock-on
};

template <std::size_t Words>
Cost State<Words>::duty_delta(UnitIndex unit, std::size_t duty, Span worked, Slot begin,
                              Slot end) const {
    const Duty& shift = model_.duties[duty];
    const problem::Weights& weights = model_.weights;
    if (worked.begin == worked.end) return weights.overtime * std::max(0, end - shift.end);
    const std::vector<std::int16_t>& open = model_.units[unit].open;
    const auto open_slots = [&open](Slot from, Slot to) {
        return Cost{open[static_cast<std::size_t>(to)]} - open[static_cast<std::size_t>(from)];
    };
    if (begin < worked.begin) return weights.idle * open_slots(end, worked.begin);
    if (begin < worked.end) return -weights.idle * (end - begin);
    return weights.idle * open_slots(worked.end, begin) +
           weights.overtime * (std::max(0, end - shift.end) - std::max(0, worked.end - shift.end));
}

extern template class State<2>;
extern template class State<8>;
extern template class State<40>;

}  // namespace wayside::solver::plan
