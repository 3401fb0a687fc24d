// storage/shelf/entry_runs.hpp: a set of entries that is mostly whole stretches of logs; for this
// folder only.
#pragma once

#include <map>

#include "storage/ledger/change_names.hpp"

namespace wayside::shelf {

class EntryRuns {
  public:
    /// Adding one twice is no harm.
    void add(const ledger::EntryName& name);
    void remove(const ledger::EntryName& name);
    [[nodiscard]] bool contains(const ledger::EntryName& name) const;

  private:
    using Runs = std::map<std::uint64_t, std::uint64_t>;  ///< first of a run -> its last sequence
    std::map<LogId, Runs> logs_;
};

}  // namespace wayside::shelf
