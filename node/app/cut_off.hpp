// node/app/cut_off.hpp: how a hub cuts a device off: it was stolen, or it lies.
#pragma once

#include <string>

#include "node/app/data_dir.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/random.hpp"

namespace wayside::app {

struct CutOff {
    DataDir dir;
    std::filesystem::path key_file;  ///< empty: inside the folder
    std::string device;              ///< its id, as `show sync` says it
};

/// Signs and stores the record: what the device wrote counts as far as it is here, it is refused
/// from now on, and nothing is sealed to it any more. Writes, so not beside a running `serve`.
///
/// Refuses as `open_folder` does; `forbidden`, rule `not_authority`, where this node does not keep
/// the region's authority; `invalid`, rule `device`, for a text that is no id and for this hub's
/// own; `conflict`, rule `not_enrolled`, for a device that the register does not have, and
/// `cut_off` for one that was cut off before. Throws MachineError while another process serves the
/// folder.
Result<void> cut_off(const CutOff& wanted, const Clock& clock, Random& random);

}  // namespace wayside::app
