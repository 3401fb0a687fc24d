// node/app/init.hpp: how a folder becomes a node.
#pragma once

#include <optional>
#include <string>

#include "node/app/data_dir.hpp"
#include "storage/base/clock.hpp"
#include "storage/base/random.hpp"

namespace wayside::app {

/// Each init is all or nothing: the folder appears whole or not at all, also when the power goes.
/// Throws MachineError where the folder is not empty (nothing is touched) or cannot be written.

struct InitClinic {
    std::filesystem::path folder;
    std::filesystem::path key_file;     ///< empty: inside the folder
    std::string setup;                  ///< the set-up's JSON
    std::optional<Bytes> invitation{};  ///< decoded by nobody yet; none: a region of its own
    bool is_sandbox = false;
};

/// Makes a clinic's box, which works at once, invited or not. Refuses what is wrong with the
/// set-up, by field, and an invitation that is damaged or has expired, as `trust::join_region`.
Result<void> init_clinic(const InitClinic& wanted, const Clock& clock, Random& random);

struct InitHub {
    std::filesystem::path folder;
    std::filesystem::path key_file;  ///< empty: inside the folder
    std::string region;              ///< its name, for people
    bool is_sandbox = false;
};

/// Makes a region, its authority and a hub that keeps it. Refuses `invalid`, field `region`, for a
/// name that a line cannot hold.
Result<void> init_hub(const InitHub& wanted, const Clock& clock, Random& random);

}  // namespace wayside::app
