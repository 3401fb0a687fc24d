// tests/bench/solver/t1/world.hpp: the raw data of the slot bench, in minutes: who works when, what
// is booked, what is asked. Every way to answer reads it anew, in its own way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace wayside::bench::t1 {

/// Minutes since the first midnight, half open.
using Minutes = std::pair<std::int32_t, std::int32_t>;

inline constexpr std::int32_t days = 28;
inline constexpr std::int32_t day_minutes = 24 * 60;
inline constexpr std::int32_t horizon_minutes = days * day_minutes;
/// Services begin on a multiple of this.
inline constexpr std::int32_t grid_minutes = 5;

struct RawResource {
    std::string id;
    std::size_t group = 0;
    std::vector<Minutes> open;  ///< in order, apart
    std::vector<Minutes> busy;  ///< in order, apart; not only within what is open
};

/// The first start at `from` or later, on the grid, at which each group has somebody who is open
/// and not busy for all of `minutes`.
struct RawQuery {
    std::int32_t from = 0;
    std::int32_t minutes = 0;
    std::vector<std::size_t> groups;
};

struct RawWorld {
    std::vector<RawResource> resources;
    std::size_t groups = 0;
    std::vector<RawQuery> queries;
    double busy_share = 0;  ///< of what is open
    double first_day_share = 0;
    double last_day_share = 0;
};

/// The lengths that are asked for, in minutes.
inline constexpr std::int32_t lengths[]{10, 15, 20, 30, 45, 60, 90};

/// The same world for the same seed, wherever it is made.
RawWorld make_world(std::uint64_t seed, std::size_t resources, std::size_t queries);

/// What is open and not busy, in order, apart: for rivals whose data are free spans.
std::vector<Minutes> free_spans(const RawResource& resource);

/// {resources: [{id, group, open, busy}], queries: [{from, minutes, groups}]}, for other programs.
void write_json(const RawWorld& world, const std::string& file);

}  // namespace wayside::bench::t1
