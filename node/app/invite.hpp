// node/app/invite.hpp: how a hub invites a clinic.
#pragma once

#include <string>

#include "node/app/data_dir.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/random.hpp"

namespace wayside::app {

struct Invite {
    DataDir dir;
    std::filesystem::path key_file;  ///< empty: inside the folder
    std::string clinic;              ///< its ID in the region
};

/// The text of an invitation. Writes nothing, so it works beside the hub's running `serve`. Refuses
/// as `open_folder` and `trust::invite` do.
Result<std::string> invite(const Invite& wanted, const Clock& clock, Random& random);

}  // namespace wayside::app
