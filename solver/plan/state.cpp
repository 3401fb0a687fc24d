#include "solver/plan/state.hpp"

namespace wayside::solver::plan {

template <std::size_t Words>
State<Words>::State(const Model& model)
    : model_(model),
      slots_(static_cast<std::size_t>(model.slots)),
      is_seated_(model.visits.size(), 0),
      is_moved_(model.visits.size(), 0),
      prices_(model.visits.size(), 0),
      starts_(model.stages, 0),
      uses_(model.uses, 0),
      open_(model.units.size(), Set::range(0, model.slots)),
      work_(model.units.size()),
      eroded_(model.units.size() * cached_lengths),
      valid_(model.units.size(), 0),
      holders_(model.units.size() * slots_, no_visit),
      worked_(model.duties.size()),
      load_(model.units.size(), 0),
      overruns_(model.has_knock_on ? model.units.size() * slots_ : 0) {
    for (std::size_t u = 0; u < model.units.size(); ++u) {
        for (const Span taken : model.units[u].taken) open_[u].remove(taken.begin, taken.end);
        if (model.has_work_price) cost_ += work_price(static_cast<UnitIndex>(u), 0);
    }
    free_ = open_;
    for (const VisitModel& visit : model.visits) cost_ += visit.unserved;
}

template <std::size_t Words>
template <class Use>
void State<Words>::each_use(std::size_t visit, const Trial& trial, const Use& use) const {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    for (std::size_t k = 0; k < service.stages.size(); ++k) {
        const StageModel& stage = service.stages[k];
        const Slot begin = trial.starts[k];
        const Slot end = begin + facts.lengths[k];
        for (std::size_t n = 0; n < stage.needs.size(); ++n) {
            const NeedModel& need = stage.needs[n];
            const UnitIndex unit = trial.uses[stage.use_begin + n];
            use(unit, need.is_person, begin - need.setup,
                end + need.clean + model_.units[unit].clean, facts.overrun(k));
        }
    }
}

template <std::size_t Words>
Cost State<Words>::work_price(UnitIndex unit, Slot load) const {
    const Unit& person = model_.units[unit];
    if (!person.is_person) return 0;
    const problem::Weights& weights = model_.weights;
    return weights.beyond_share * std::max(0, load - person.share) +
           weights.over_use * std::max(0, load - person.use_most) +
           weights.under_use * std::max(0, person.use_least - load);
}

template <std::size_t Words>
Cost State<Words>::knock_on_price(Overrun overrun, Slot room) const {
    const Cost late = std::max(0, overrun.slots - room);
    return model_.weights.knock_on * late * overrun.show_percent / 100;
}

template <std::size_t Words>
Cost State<Words>::knock_on_delta(UnitIndex unit, std::size_t duty, Slot begin, Slot end,
                                  Overrun overrun) const {
    const Span worked = worked_[duty];
    if (worked.begin == worked.end) return 0;
    const Slot next = end < worked.end ? work_[unit].next(end) : problem::never;
    const Cost delta = knock_on_price(overrun, next - end);
    if (begin <= worked.begin) return delta;
    const Slot last = work_[unit].last_before(begin);
    const Overrun before = overruns_[unit * slots_ + static_cast<std::size_t>(last)];
    return delta + knock_on_price(before, begin - last - 1) -
           knock_on_price(before, next - last - 1);
}

template <std::size_t Words>
bool State<Words>::is_moved(std::size_t visit, const Trial& trial) const {
    const Seat& announced = model_.visits[visit].announced;
    if (announced.is_empty()) return false;
    const ServiceModel& service = model_.service_of(visit);
    for (std::size_t k = 0; k < service.stages.size(); ++k) {
        if (trial.starts[k] != announced.starts[k]) return true;
        const StageModel& stage = service.stages[k];
        for (std::size_t n = 0; n < stage.needs.size(); ++n) {
            const std::size_t use = stage.use_begin + n;
            if (stage.needs[n].is_person && trial.uses[use] != announced.uses[use]) return true;
        }
    }
    return false;
}

template <std::size_t Words>
Cost State<Words>::own_price(std::size_t visit, const Trial& trial) const {
    const VisitModel& facts = model_.visits[visit];
    const ServiceModel& service = model_.services[facts.service];
    Cost price = start_price(facts, trial.starts[0]);
    for (std::size_t k = 1; k < service.stages.size(); ++k) {
        price +=
            model_.weights.wait * (trial.starts[k] - trial.starts[k - 1] - facts.lengths[k - 1]);
    }
    const StageModel& lead = service.stages[service.lead_stage];
    const auto& pool = lead.needs[service.lead_need].pool;
    const UnitIndex unit = trial.uses[lead.use_begin + service.lead_need];
    const auto at = std::lower_bound(pool.begin(), pool.end(), unit,
                                     [](Suited suited, UnitIndex u) { return suited.unit < u; });
    return price + facts.lead_price[static_cast<std::size_t>(at - pool.begin())];
}

template <std::size_t Words>
void State<Words>::start_work(UnitIndex unit, Slot begin, Slot end, Overrun overrun) {
    cost_ += person_delta(unit, begin, end, overrun);
    Span& worked = worked_[duty_at(unit, begin)];
    worked = worked.begin == worked.end
                 ? Span{begin, end}
                 : Span{std::min(worked.begin, begin), std::max(worked.end, end)};
    work_[unit].add(begin, end);
    load_[unit] += end - begin;
    if (model_.has_knock_on) overruns_[unit * slots_ + static_cast<std::size_t>(end - 1)] = overrun;
}

template <std::size_t Words>
void State<Words>::end_work(UnitIndex unit, Slot begin, Slot end, Overrun overrun) {
    work_[unit].remove(begin, end);
    load_[unit] -= end - begin;
    const std::size_t duty = duty_at(unit, begin);
    Span& worked = worked_[duty];
    if (worked == Span{begin, end}) {
        worked = {};
    } else if (worked.begin == begin) {
        worked.begin = work_[unit].next(end);
    } else if (worked.end == end) {
        worked.end = work_[unit].last_before(begin) + 1;
    }
    cost_ -= person_delta(unit, begin, end, overrun);
}

template <std::size_t Words>
void State<Words>::occupy(std::size_t visit, const Trial& trial) {
    const auto take = [&](UnitIndex unit, bool is_person, Slot begin, Slot end, Overrun overrun) {
        if (is_person) start_work(unit, begin, end, overrun);
        free_[unit].remove(begin, end);
        valid_[unit] = 0;
        const auto holders = holders_.begin() + static_cast<std::ptrdiff_t>(unit * slots_);
        std::fill(holders + begin, holders + end, static_cast<VisitIndex>(visit));
    };
    each_use(visit, trial, take);
}

template <std::size_t Words>
void State<Words>::vacate(std::size_t visit, const Trial& trial) {
    const auto give = [&](UnitIndex unit, bool is_person, Slot begin, Slot end, Overrun overrun) {
        if (is_person) end_work(unit, begin, end, overrun);
        free_[unit] |= open_[unit] & Set::range(begin, end);
        valid_[unit] = 0;
        const auto holders = holders_.begin() + static_cast<std::ptrdiff_t>(unit * slots_);
        std::fill(holders + begin, holders + end, no_visit);
    };
    each_use(visit, trial, give);
}

template <std::size_t Words>
void State<Words>::seat(std::size_t visit, const Trial& trial) {
    const VisitModel& facts = model_.visits[visit];
    Cost price = own_price(visit, trial);
    if (is_moved(visit, trial)) {
        price += model_.weights.moved;
        cost_ += moves_ >= model_.most_moves ? model_.move_over_cap : 0;
        ++moves_;
        is_moved_[visit] = 1;
    }
    prices_[visit] = price;
    cost_ += price - facts.unserved;
    occupy(visit, trial);
    is_seated_[visit] = 1;
    const std::size_t stages = facts.lengths.size();
    const std::size_t needs = model_.services[facts.service].needs;
    std::copy_n(trial.starts.begin(), stages,
                starts_.begin() + static_cast<std::ptrdiff_t>(facts.stage_begin));
    std::copy_n(trial.uses.begin(), needs,
                uses_.begin() + static_cast<std::ptrdiff_t>(facts.use_begin));
}

template <std::size_t Words>
Trial State<Words>::take_out(std::size_t visit) {
    const VisitModel& facts = model_.visits[visit];
    const Cost before = cost_;
    Trial trial;
    for (std::size_t k = 0; k < facts.lengths.size(); ++k) trial.starts[k] = start_of(visit, k);
    for (std::size_t n = 0; n < model_.services[facts.service].needs; ++n) {
        trial.uses[n] = use_of(visit, n);
    }
    vacate(visit, trial);
    cost_ += facts.unserved - prices_[visit];
    prices_[visit] = 0;
    is_seated_[visit] = 0;
    if (is_moved_[visit] != 0) {
        --moves_;
        cost_ -= moves_ >= model_.most_moves ? model_.move_over_cap : 0;
        is_moved_[visit] = 0;
    }
    trial.delta = before - cost_;
    return trial;
}

template <std::size_t Words>
Seat State<Words>::seat_of(std::size_t visit) const {
    return is_seated(visit) ? seat_in(starts_, uses_, visit) : Seat{};
}

template <std::size_t Words>
Seat State<Words>::seat_in(const std::vector<Slot>& starts, const std::vector<UnitIndex>& uses,
                           std::size_t visit) const {
    const VisitModel& facts = model_.visits[visit];
    Seat seat;
    const auto first = starts.begin() + static_cast<std::ptrdiff_t>(facts.stage_begin);
    seat.starts.assign(first, first + std::ssize(facts.lengths));
    const auto use = uses.begin() + static_cast<std::ptrdiff_t>(facts.use_begin);
    const std::size_t needs = model_.services[facts.service].needs;
    seat.uses.assign(use, use + static_cast<std::ptrdiff_t>(needs));
    return seat;
}

template <std::size_t Words>
std::vector<Seat> State<Words>::seats() const {
    return seats_of({is_seated_, starts_, uses_});
}

template <std::size_t Words>
void State<Words>::save(Snapshot& snapshot) const {
    snapshot.is_seated = is_seated_;
    snapshot.starts = starts_;
    snapshot.uses = uses_;
}

template <std::size_t Words>
std::vector<Seat> State<Words>::seats_of(const Snapshot& snapshot) const {
    std::vector<Seat> seats(snapshot.is_seated.size());
    for (std::size_t v = 0; v < seats.size(); ++v) {
        if (snapshot.is_seated[v] == 0) continue;
        seats[v] = seat_in(snapshot.starts, snapshot.uses, v);
    }
    return seats;
}

template class State<2>;
template class State<8>;
template class State<40>;

}  // namespace wayside::solver::plan
