// node/app/init.hpp: how a folder becomes a node.
#pragma once

#include <string>

#include "node/app/data_dir.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/random.hpp"

namespace wayside::app {

struct InitClinic {
    std::filesystem::path folder;
    std::filesystem::path key_file;  ///< empty: inside the folder
    std::string setup;               ///< the set-up's JSON
    bool is_sandbox = false;
};

/// Makes a clinic's box with a region of its own. All or nothing: the folder appears whole or not
/// at all, also when the power goes. Refuses what is wrong with the set-up, by field. Throws
/// MachineError where the folder is not empty (nothing is touched) or cannot be written.
Result<void> init_clinic(const InitClinic& wanted, const Clock& clock, Random& random);

}  // namespace wayside::app
