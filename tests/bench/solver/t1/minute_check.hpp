// tests/bench/solver/t1/minute_check.hpp: the checker: a table of minutes for each resource, read
// from the raw lists, and every start on the grid tried minute by minute. It shares no code with
// the search, and needs no cleverness to be believed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tests/bench/solver/t1/world.hpp"

namespace wayside::bench::t1 {

class MinuteCheck {
  public:
    explicit MinuteCheck(const RawWorld& world);

    [[nodiscard]] std::optional<std::int32_t> earliest_start(const RawQuery& query) const;
    /// Whether a resource is open and not busy over all of these minutes.
    [[nodiscard]] bool is_free(std::size_t resource, std::int32_t begin, std::int32_t end) const;
    /// One more has, or had, these minutes.
    void book(std::size_t resource, std::int32_t begin, std::int32_t end);
    void cancel(std::size_t resource, std::int32_t begin, std::int32_t end);

  private:
    std::vector<std::vector<std::int32_t>> in_the_way_;  // resource x minute: how many things
    std::vector<std::vector<std::size_t>> members_;      // by group
};

}  // namespace wayside::bench::t1
