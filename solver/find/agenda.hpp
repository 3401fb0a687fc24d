// solver/find/agenda.hpp: what a clinic can still give over a horizon: the free time of each
// resource, how many places of each pool are taken, and by whom, where that may end by itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "solver/find/calendar.hpp"
#include "solver/find/pool.hpp"
#include "solver/find/taking.hpp"
#include "solver/find/wanted.hpp"

namespace wayside::solver::find {

/// Someone or something that is named by its id and serves one booking at a time.
struct Resource {
    std::string id;
    Calendar calendar;
    /// Of the shortest service that it gives: what is free beside a booking is of use from this
    /// length on (`Fill`). 0: any length is.
    Tick shortest_use = 0;
};

/// All of it. Changes go through `take` and `give_back`, which keep what was prepared exact.
class Agenda {
  public:
    /// The horizon has `ticks` ticks; at most 10 years of them count.
    explicit Agenda(Tick ticks);

    [[nodiscard]] Tick horizon() const { return horizon_; }
    [[nodiscard]] const std::vector<Resource>& resources() const { return resources_; }
    [[nodiscard]] const std::vector<Pool>& pools() const { return pools_; }
    /// A resource's place among all in order of id (then of index): how ties are broken.
    [[nodiscard]] std::uint32_t rank(ResourceIndex resource) const { return ranks_[resource]; }

    /// Both forget what was prepared. What is taken of a resource or a pool before it is added is
    /// taken for good.
    ResourceIndex add(Resource resource);
    PoolIndex add(Pool pool);

    /// Takes time, rounded outward. Time that is taken twice is free again when both are given
    /// back; time that was never open stays closed.
    TakingId take(Taking taking);
    TakingId take(ResourceIndex resource, std::int64_t begin_minutes, std::int64_t end_minutes);
    TakingId take(PoolIndex pool, std::int64_t begin_minutes, std::int64_t end_minutes,
                  std::int32_t places);
    /// Exactly undoes one `take`, in whatever order; nothing for an id that was given back.
    void give_back(TakingId taking);
    /// What was taken and not given back, in the order of its taking: all of it, and what of it
    /// is a lease.
    [[nodiscard]] const std::map<TakingId, Taking>& takings() const { return takings_; }
    [[nodiscard]] const std::set<TakingId>& leases() const { return leases_; }
    /// A resource's free time, a pool's places, as if `without` were given back.
    [[nodiscard]] Calendar calendar_if(ResourceIndex resource,
                                       std::span<const TakingId> without) const;
    [[nodiscard]] Pool pool_if(PoolIndex pool, std::span<const TakingId> without) const;

    /// Keeps the starts of this need ready, exact through every later change: searches that need
    /// it read one row instead of one for each alternative. Costs what one search of the whole
    /// horizon costs, a bit a tick to keep, and at each change of a resource concerned the search
    /// of 3 days or so. Nothing for a length that no need can have.
    void prepare(const Wanted& what, Tick length);
    /// The ticks at which `length` ticks begin that this is free for; null if it was not prepared.
    [[nodiscard]] const TickSet* find_prepared(const Wanted& what, Tick length) const;

    /// Block `block` of the starts of a need, searched anew: the inner loop of everything. May stop
    /// early, with more starts missing, once those of `enough` are all found (null: never).
    void find_starts(const AnyOf& what, Tick length, std::size_t block, const std::uint64_t* enough,
                     std::uint64_t* out) const;

  private:
    /// Frees what was free of a resource when it was added and is not taken now.
    void restore(ResourceIndex resource, TickSpan span);
    /// Searches the prepared rows again that `changed` concerns.
    void refresh(const Taking& changed);
    void search_again(TickSpan changed, const Wanted& what, Tick length, TickSet& starts) const;

    Tick horizon_;
    std::vector<Resource> resources_;
    std::vector<std::uint32_t> ranks_;
    std::vector<Pool> pools_;
    std::map<TakingId, Taking> takings_;
    std::set<TakingId> leases_;
    std::uint64_t next_taking_ = 0;
    /// By resource: its free time when it was added (empty until something is taken of it), and
    /// what was taken since.
    std::vector<TickSet> free_when_added_;
    std::vector<std::vector<TakingId>> takings_of_;
    struct Prepared {
        Wanted what;
        TickSet starts;
    };
    std::map<Tick, std::vector<Prepared>> prepared_;  // by length, each need once
};

}  // namespace wayside::solver::find
