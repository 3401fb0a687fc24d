// sync/derived_ids.hpp: ids that a log has made, found again by their number.
//
// An id is a hash of (log, n): sixteen bytes that no coder can make smaller, and a number of one or
// two to whoever knows the log (design 5).
#pragma once

#include <map>
#include <optional>

#include "storage/ledger/change_names.hpp"

namespace wayside::sync {

/// The ids of one log, as far as anybody has asked. Used by one thread.
class DerivedIds {
  public:
    /// Those that may stand in entries up to `last`; what was made later is not found.
    DerivedIds(const LogId& log, std::uint64_t last);

    /// The number whose id this is. Looks once at every number there may be, 0.2 us each.
    std::optional<std::uint64_t> find(const std::array<std::uint8_t, 16>& id);

  private:
    LogId log_;
    std::uint64_t end_;
    std::uint64_t next_ = 0;
    std::map<std::array<std::uint8_t, 16>, std::uint64_t> known_;
};

}  // namespace wayside::sync
