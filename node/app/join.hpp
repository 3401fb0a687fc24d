// node/app/join.hpp: how a clinic's box that is there takes a hub's invitation.
#pragma once

#include "node/app/region_move.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/random.hpp"

namespace wayside::app {

struct Join {
    Folder folder;
    Bytes invitation;      ///< decoded by nobody yet
    std::string clinic{};  ///< its ID in the region; empty: as it was invited before
    std::function<void(const MoveNews&)> tell{};  ///< of a box that began alone
};

struct Joined {
    std::string clinic;  ///< the ID that it asks to be enrolled as
    /// Of a box that began alone: where it lies as it was.
    std::optional<std::filesystem::path> before;
};

/// What `init_clinic` does with an invitation, for a box that is there and keeps all it wrote: one
/// that was invited and is not enrolled, because the first invitation expired or another box used
/// it, or one that began alone in a region of its own, whose ledger is then sealed anew
/// (region_move.hpp). All or nothing, also when the power goes; asked again, it goes on.
///
/// Refuses as `open_folder`, `trust::join_again` and `move_region` do, and `invalid`, rule
/// `not_a_clinic`, for a hub's folder. Throws MachineError, as `move_region`, and while a process
/// works on the folder.
Result<Joined> join(const Join& wanted, const Clock& clock, Random& random);

}  // namespace wayside::app
