// node/app/region_move.hpp: a box that began alone moves into a hub's region.
//
// Its folder is never changed. A new one is written beside it, checked, and takes its place in one
// step of the file system, so that whoever looks finds the whole old box or the whole new one,
// whenever the power goes. The old one is kept under a plain name:
//
//     DIR              the box
//     DIR.joining      while it moves: the new one, and for an instant the old one
//     DIR.before-join  the old one
#pragma once

#include <functional>
#include <optional>

#include "node/app/inspect.hpp"
#include "node/app/opened.hpp"
#include "storage/trust/enrolment.hpp"

namespace wayside::app {

/// What is done, or just begins.
enum class MoveStep {
    carrying,  ///< so many entries of all are sealed again
    checking,  ///< all are; verified, and compared with the old ones by their digests
    whole,     ///< durable; takes the old one's place next
    swapped,   ///< it has; the old one gets its name next
};
struct MoveNews {
    MoveStep step = MoveStep::carrying;
    std::uint64_t entries = 0;
    std::uint64_t all = 0;
};

struct RegionMove {
    const Folder& folder;           ///< locked
    const Opened& opened;           ///< the same; of a box that stands alone
    const trust::Joining& joining;  ///< by `trust::join_again`
    std::function<void(const MoveNews&)> tell{};
};

/// Where the old box lies afterwards. Refuses what `ledger::carry_over` refuses, and `damaged`,
/// rule `not_the_same`, where what was written does not come to the same. Throws MachineError where
/// the disk does not take it, the folder is another user's (root gives the new one to that user),
/// or its place cannot be given to another. The old box then is where it was.
Result<std::filesystem::path> move_region(const RegionMove& move);

/// Where a move was ended after the swap, the old box gets its name now: which is then given. To be
/// called for a box that does not stand alone.
std::optional<std::filesystem::path> finish_move(const DataDir& dir);

}  // namespace wayside::app
