// sync/session_logs.hpp: the logs that one side has named in a session, so that it need not name
// them again; for this folder only. Both ends keep the same list from the same frames.
#pragma once

#include <vector>

#include "sync/session_spaces.hpp"

namespace wayside::sync {

class NamedLogs {
  public:
    /// A parcel or a brief one of this range was announced.
    void note(const ParcelName& name);

    /// The place of a log, from 1 for the one named last; 0: it was not named, or long ago.
    [[nodiscard]] std::uint64_t place_of(const LogName& name) const;
    /// Empty for a place that nothing has.
    [[nodiscard]] std::optional<LogName> at(std::uint64_t place) const;
    /// The entry after the last one that was announced of it; 1 where it was not named.
    [[nodiscard]] std::uint64_t next_of(const LogName& name) const;

  private:
    struct Named {
        LogName name;
        std::uint64_t next = 1;
    };
    std::vector<Named> named_;  ///< the last one first; few
};

/// How a whole parcel is said in one frame, after what was said before.
BriefBody brief_of(const NamedLogs& logs, const ParcelName& name, Bytes parcel);
/// Its name. Refuses `invalid`, rule `parcel_name`, for a place or range that there is not.
Result<ParcelName> name_of(const NamedLogs& logs, const BriefBody& body);

}  // namespace wayside::sync
