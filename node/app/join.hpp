// node/app/join.hpp: how a clinic's box that is there takes a hub's invitation.
#pragma once

#include "node/app/data_dir.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/random.hpp"

namespace wayside::app {

struct Join {
    DataDir dir;
    std::filesystem::path key_file;  ///< empty: inside the folder
    Bytes invitation;                ///< decoded by nobody yet
    std::string clinic{};            ///< its ID in the region; empty: as it was invited before
};

struct Joined {
    std::string clinic;  ///< the ID that it asks to be enrolled as
};

/// Another invitation for a box that was invited and is not enrolled, because the first expired or
/// was used by another box: from the next `serve` on the box shows this one. What it wrote stays
/// its own. All or nothing, also when the power goes.
///
/// Refuses as `open_folder` and `trust::join_again` do. Throws MachineError while a process works
/// on the folder.
Result<Joined> join(const Join& wanted, const Clock& clock, Random& random);

}  // namespace wayside::app
