// node/app/serve.hpp: a node at work, until it is told to stop.
#pragma once

#include <functional>
#include <string>

#include "node/app/data_dir.hpp"

namespace wayside::app {

struct Serve {
    DataDir dir;
    std::filesystem::path key_file;  ///< empty: inside the folder
    std::string listen;              ///< HOST:PORT; empty: what node.toml says
};

/// Serves until SIGTERM or SIGINT, then ends what is in hand within two seconds. `ready` hears
/// where it listens. To be called before any other thread is started: it decides which signals they
/// see. Refuses `invalid` for an address that is none, or that others could reach while nobody can
/// sign in; and what `open_folder` refuses. Throws MachineError while another process serves the
/// folder, or where the machine is broken.
Result<void> serve(const Serve& wanted, const std::function<void(const std::string&)>& ready);

}  // namespace wayside::app
