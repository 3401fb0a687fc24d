// solver/find/agenda.hpp: what a clinic can still give over a horizon: the free time of each
// resource, and how many places of each pool are taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "solver/find/calendar.hpp"
#include "solver/find/wanted.hpp"

namespace wayside::solver::find {

/// Someone or something that is named by its id and serves one booking at a time.
struct Resource {
    std::string id;
    Calendar calendar;
};

/// Places that are alike: counted, not named. Which one it is is chosen when the patient is called.
class Pool {
  public:
    Pool(std::string name, std::int32_t capacity, Tick horizon);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::int32_t capacity() const { return capacity_; }
    [[nodiscard]] std::int32_t busy(Tick tick) const {
        return busy_[static_cast<std::size_t>(tick)];
    }
    /// Takes `places` over minutes since tick 0, rounded outward; a negative number gives back.
    void take(std::int64_t begin_minutes, std::int64_t end_minutes, std::int32_t places);
    /// The ticks at which at least `places` are free.
    [[nodiscard]] TickSet free(std::int32_t places) const;

  private:
    std::string name_;
    std::int32_t capacity_;
    std::vector<std::int32_t> busy_;  // by tick
};

/// All of it. Changes go through `take`, which keeps what was prepared exact.
class Agenda {
  public:
    /// The horizon has `ticks` ticks; at most 10 years of them count.
    explicit Agenda(Tick ticks);

    [[nodiscard]] Tick horizon() const { return horizon_; }
    [[nodiscard]] const std::vector<Resource>& resources() const { return resources_; }
    [[nodiscard]] const std::vector<Pool>& pools() const { return pools_; }
    /// A resource's place among all in order of id (then of index): how ties are broken.
    [[nodiscard]] std::uint32_t rank(ResourceIndex resource) const { return ranks_[resource]; }

    /// Both forget what was prepared.
    ResourceIndex add(Resource resource);
    PoolIndex add(Pool pool);

    /// Takes a resource's time; as `Calendar::take`.
    void take(ResourceIndex resource, std::int64_t begin_minutes, std::int64_t end_minutes);
    /// Takes places of a pool; as `Pool::take`.
    void take(PoolIndex pool, std::int64_t begin_minutes, std::int64_t end_minutes,
              std::int32_t places);

    /// Keeps the starts of this need ready, exact through every later `take`: searches that need
    /// it read one row instead of one for each alternative. Costs what one search of the whole
    /// horizon costs, a bit a tick to keep, and at each `take` of a resource concerned the search
    /// of 3 days or so.
    void prepare(const Wanted& what, Tick length);
    /// The ticks at which `length` ticks begin that this is free for; null if it was not prepared.
    [[nodiscard]] const TickSet* find_prepared(const Wanted& what, Tick length) const;

    /// Block `block` of the starts of a need, searched anew: the inner loop of everything. May stop
    /// early, with more starts missing, once those of `enough` are all found (null: never).
    void find_starts(const AnyOf& what, Tick length, std::size_t block, const std::uint64_t* enough,
                     std::uint64_t* out) const;

  private:
    void search_again(TickSpan changed, const Wanted& what, Tick length, TickSet& starts) const;

    Tick horizon_;
    std::vector<Resource> resources_;
    std::vector<std::uint32_t> ranks_;
    std::vector<Pool> pools_;
    std::map<Tick, std::map<Wanted, TickSet>> prepared_;  // by length
};

}  // namespace wayside::solver::find
