// node/app/serve.hpp: a node at work, until it is told to stop.
#pragma once

#include <functional>

#include "node/app/data_dir.hpp"
#include "storage/base/result.hpp"

namespace wayside::app {

/// Addresses are HOST:PORT; an empty one is what node.toml says.
struct Serve {
    DataDir dir;
    std::filesystem::path key_file;  ///< empty: inside the folder
    std::string listen;              ///< for screens
    std::string sync;                ///< for other nodes of the region
    std::string hub;                 ///< whom to dial
};

/// Where a node can be reached.
struct Serving {
    std::string listen;
    std::string sync;  ///< empty: it takes no links
};

/// Serves until SIGTERM or SIGINT, then ends what is in hand within two seconds. `ready` hears
/// where it listens. To be called before any other thread is started: it decides which signals they
/// see. Refuses `invalid` for an address that is none, or that others could reach while nobody can
/// sign in; and what `open_folder` refuses. Throws MachineError while another process serves the
/// folder, or where the machine is broken.
Result<void> serve(const Serve& wanted, const std::function<void(const Serving&)>& ready);

}  // namespace wayside::app
