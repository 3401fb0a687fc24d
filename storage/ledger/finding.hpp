// storage/ledger/finding.hpp: something in the ledger that is not as it should be, and where.
#pragma once

#include <string>

#include "storage/base/id.hpp"

namespace wayside::ledger {

/// The space and the log are all zeros, and the sequences 0, where the place cannot be told.
struct Finding {
    SpaceId space;
    LogId log;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::string what;  ///< for a person; never a patient's words

    friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace wayside::ledger
