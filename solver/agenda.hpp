// solver/agenda.hpp: what a clinic can still give over a horizon: the free time of each resource,
// and how many places of each pool are taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "solver/calendar.hpp"

namespace wayside::solver {

/// Which resource or pool of an agenda, by its place there.
using ResourceIndex = std::uint32_t;
using PoolIndex = std::uint32_t;

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

/// Erosions that are kept ready for searches (start ticks of runs of one length), by resource, and
/// by pool and number of places.
struct PreparedStarts {
    std::vector<TickSet> of_resource;
    std::map<std::pair<PoolIndex, std::int32_t>, TickSet> of_pool;
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

    /// Makes searches for needs of this length faster: every resource is eroded once. Costs
    /// O(resources x horizon / 64), and so many bits to keep; answers stay the same.
    void prepare(Tick length);
    /// The same for `places` of a pool over `length` ticks.
    void prepare(PoolIndex pool, std::int32_t places, Tick length);
    /// Null if nothing of this length was prepared.
    [[nodiscard]] const PreparedStarts* prepared(Tick length) const;

  private:
    Tick horizon_;
    std::vector<Resource> resources_;
    std::vector<std::uint32_t> ranks_;
    std::vector<Pool> pools_;
    std::map<Tick, PreparedStarts> prepared_;
};

}  // namespace wayside::solver
